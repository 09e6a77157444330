package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What dashboards and alerts ask for is what Caravan tells. */
@EndToEnd
@TestInstance(Lifecycle.PER_CLASS)
class DashboardsTest {

  private static final Path RULES = Path.of("prometheus").toAbsolutePath();
  private static final Path DASHBOARDS = Path.of("grafana/dashboards");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What Prometheus itself tells of what it asks. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");
  private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("instance", "job", "alertname", "alertstate");
  private static final Set<String> WORDS = Set.of("by", "on", "and", "or", "unless", "without", "offset", "bool");
  private static final Pattern SELECTOR = Pattern.compile("([A-Za-z_]+)\\{([^}]*)}");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without) \\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]+\\b(?!\\s*\\()");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([A-Za-z_]+)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!~|!=|=)");

  @Autowired ApplicationContext application;
  @LocalServerPort int port;
  @LocalManagementPort int managementPort;

  @Test
  void every_name_and_label_that_is_asked_for_is_told() throws IOException {
    Setting.assumeAllInOneProcess();
    traffic();
    var told = told(new Shop(managementPort).send("GET", "/actuator/prometheus", "").body());
    assertThat(told).hasSizeGreaterThan(100);
    assertThat(queries()).hasSizeGreaterThan(60).allSatisfy((where, query) -> {
      var words = query.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("\\[[^]]*]", "");
      var labels = new TreeSet<String>();
      var names = new TreeSet<String>();
      for (var selector : matches(SELECTOR, words)) {
        var asked = matches(LABEL, selector.group(2)).stream().map(match -> match.group(1)).toList();
        if (!OF_PROMETHEUS.contains(selector.group(1))) {
          assertThat(told.get(selector.group(1))).as(where + ": labels of " + selector.group(1)).isNotNull().containsAll(asked);
        }
      }
      matches(GROUPING, words).forEach(grouping -> labels.addAll(List.of(grouping.group(1).split("[, ]+"))));
      labels.remove("");
      labels.removeAll(LABELS_OF_PROMETHEUS);
      matches(NAME, words.replaceAll("\\{[^}]*}", " ").replaceAll(GROUPING.pattern(), " ")).stream()
          .map(MatchResult::group).filter(name -> !WORDS.contains(name) && !OF_PROMETHEUS.contains(name)).forEach(names::add);
      assertThat(told.keySet()).as(where + ": " + query).containsAll(names);
      assertThat(labels).as(where + ": labels of " + names)
          .allMatch(label -> names.stream().anyMatch(name -> told.get(name).contains(label)));
    });
  }

  @Test
  void alerts_are_silent_and_fire_when_they_should() throws Exception {
    assumeInstalled("promtool");
    assertThat(run("promtool", "check", "config", RULES.resolve("prometheus.yml").toString())).isZero();
    assertThat(run("promtool", "test", "rules", RULES.resolve("alerts-test.yml").toString())).isZero();
    var rules = rules();
    var tested = YAML.readTree(RULES.resolve("alerts-test.yml").toFile()).get("tests").findValuesAsText("name");
    assertThat(tested).containsExactlyInAnyOrderElementsOf(rules.stream().map(rule -> rule.get("alert").asText()).toList());
  }

  @Test
  void every_alert_says_how_bad_it_is_and_what_to_do() throws IOException {
    var guide = Files.readString(Path.of("../docs/monitoring.md"));
    assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
      assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
      assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
      var name = rule.get("alert").asText();
      assertThat(rule.at("/annotations/runbook").asText()).isEqualTo("docs/monitoring.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(guide).as("what to do").contains("### " + name + "\n");
    });
  }

  @Test
  void prometheus_finds_something_for_every_query(@TempDir Path folder) throws Exception {
    Setting.assumeAllInOneProcess();
    assumeInstalled("prometheus");
    var prometheus = CaravanProcess.freePorts(1).get(0);
    Files.writeString(folder.resolve("prometheus.yml"), """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
          - {job_name: caravan, metrics_path: /actuator/prometheus, static_configs: [{targets: ['127.0.0.1:%d']}]}
        """.formatted(RULES.resolve("alerts.yml"), managementPort));
    var process = new ProcessBuilder("prometheus", "--config.file=" + folder.resolve("prometheus.yml"),
        "--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + prometheus)
        .redirectErrorStream(true).redirectOutput(folder.resolve("prometheus.log").toFile()).start();
    try {
      var asked = new Shop(prometheus);
      Awaitility.await("Prometheus to answer").atMost(PATIENCE).ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> asked.send("GET", "/-/ready", "").statusCode() == 200);
      Awaitility.await("a first scrape").atMost(PATIENCE).until(() -> !result(asked, "caravan_orders_under_way").isEmpty());
      // What happens from now on is a difference between two scrapes.
      traffic();
      var queries = queries();
      Awaitility.await("every query to find something").atMost(PATIENCE).untilAsserted(() ->
          assertThat(queries).allSatisfy((where, query) -> {
            if (!query.startsWith("absent")) {
              assertThat(result(asked, query.replaceAll(" (?:>|<|==) [0-9.]+", ""))).as(where + ": " + query).isNotEmpty();
            }
          }));
      var state = Shop.read(asked.send("GET", "/api/v1/rules", "").body());
      assertThat(state.findValuesAsText("health")).hasSameSizeAs(rules()).containsOnly("ok");
    } finally {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** An order that is completed, a task, and a request that cannot be answered. */
  private void traffic() {
    var shop = new Shop(port);
    shop.servesAndHandsOver(shop.orders(1, "card"));
    new ToDo(shop).writes("\"title\": \"Look at the dashboards\"");
    AvailabilityChangeEvent.publish(application, ReadinessState.REFUSING_TRAFFIC);
    try {
      assertThat(shop.send("GET", "/api/v1/orders", "").statusCode()).isEqualTo(503);
    } finally {
      AvailabilityChangeEvent.publish(application, ReadinessState.ACCEPTING_TRAFFIC);
    }
  }

  /** Where it is asked, and what; with Grafana's variables filled in. */
  private static Map<String, String> queries() throws IOException {
    var queries = new HashMap<String, String>();
    try (var files = Files.list(DASHBOARDS)) {
      for (var file : files.toList()) {
        for (var panel : JSON.readTree(file.toFile()).get("panels")) {
          for (var target : panel.get("targets")) {
            queries.put(file.getFileName() + ", " + panel.get("id") + " " + panel.get("title") + " " + target.get("refId"),
                target.get("expr").asText().replace("$__rate_interval", "1m").replace("$service", ".*"));
          }
        }
      }
    }
    for (var rule : rules()) {
      queries.put(rule.get("alert").asText(), rule.get("expr").asText());
    }
    return queries;
  }

  private static List<JsonNode> rules() throws IOException {
    var rules = new ArrayList<JsonNode>();
    YAML.readTree(RULES.resolve("alerts.yml").toFile()).get("groups").forEach(group -> group.get("rules").forEach(rules::add));
    return rules;
  }

  /** Every name in a scrape, and the labels that it has. */
  private static Map<String, Set<String>> told(String scrape) {
    var told = new HashMap<String, Set<String>>();
    for (var sample : matches(SAMPLE, scrape)) {
      var labels = told.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
      if (sample.group(2) != null) {
        matches(LABEL, sample.group(2)).forEach(label -> labels.add(label.group(1)));
      }
    }
    return told;
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static JsonNode result(Shop prometheus, String query) {
    var answer = prometheus.send("GET", "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8), "");
    assertThat(answer.statusCode()).as(query + ": " + answer.body()).isEqualTo(200);
    return Shop.read(answer.body()).at("/data/result");
  }

  private static void assumeInstalled(String program) {
    assumeTrue(List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))), program + " is not installed on this machine");
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
