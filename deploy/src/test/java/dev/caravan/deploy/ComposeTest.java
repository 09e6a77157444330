package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What docker-compose.yml and the Dockerfile say, read without an engine. */
class ComposeTest {

  private static final Path ROOT = Path.of("..");
  private static final Path ROUTES = ROOT.resolve("routes/src/main/java/dev/caravan/routes");
  private static final String IMAGE = "${CARAVAN_IMAGE:-caravan:latest}";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?<name>[A-Z_]+)(?<otherwise>:[-?][^}]*)?}");

  private static String text;
  private static Map<String, Map<String, Object>> services;
  private static List<String> dockerfile;

  @BeforeAll
  static void read() throws IOException {
    text = Files.readString(ROOT.resolve("docker-compose.yml"));
    Map<String, Map<String, Map<String, Object>>> compose = new Yaml().load(text);
    services = compose.get("services");
    dockerfile = Files.readAllLines(ROOT.resolve("deploy/Dockerfile"));
  }

  @Test
  void every_group_of_routes_runs_in_one_service() throws IOException {
    var groups = new TreeSet<>(Set.of("api", "coordinator"));
    for (var context : RouteGraphTest.contexts()) {
      try (var files = Files.list(ROUTES.resolve(context))) {
        if (files.map(Path::getFileName).map(Path::toString).anyMatch(file -> !file.matches("package-info.java|.*Api.java"))) {
          groups.add(context);
        }
      }
    }
    var split = ofCaravan().filter(service -> !service.equals("caravan")).toList();
    assertThat(split).containsExactlyInAnyOrderElementsOf(groups)
        .allSatisfy(service -> assertThat(environment(service)).containsEntry("CARAVAN_SERVICES", service));
    assertThat(environment("caravan")).doesNotContainKeys("CARAVAN_SERVICES", "CARAVAN_DATABASE_URL", "CARAVAN_BROKER_URL");
  }

  @Test
  void nobody_outside_this_machine_can_call() {
    var ports = services.values().stream().flatMap(service -> list(service.get("ports")).stream()).toList();
    assertThat(ports).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    assertThat(services.values()).noneMatch(service -> service.containsKey("network_mode"));
  }

  @Test
  void a_container_has_no_rights_that_it_does_not_need_and_says_how_it_is() {
    assertThat(services).allSatisfy((name, service) -> {
      assertThat(service).as(name).containsEntry("read_only", true).containsKey("mem_limit").doesNotContainKey("privileged");
      assertThat(list(service.get("cap_drop"))).as(name).containsExactly("ALL");
      assertThat(list(service.get("security_opt"))).as(name).contains("no-new-privileges:true");
      assertThat(service.containsKey("healthcheck") || service.get("image").equals(IMAGE)).as(name + " has a health check").isTrue();
    });
  }

  @Test
  void nothing_starts_before_what_it_needs_is_healthy() {
    assertThat(services).allSatisfy((name, service) -> {
      Map<String, Map<String, String>> needed = map(service.get("depends_on"));
      assertThat(needed.keySet()).as(name).isSubsetOf(services.keySet());
      assertThat(needed.values()).as(name).allMatch(how -> how.equals(Map.of("condition", "service_healthy")));
    });
    assertThat(ofCaravan().filter(service -> !service.equals("caravan")).map(service -> map(services.get(service).get("depends_on"))))
        .allMatch(needed -> !needed.isEmpty());
  }

  @Test
  void every_setting_is_known_and_every_secret_is_generated() throws IOException {
    var known = Pattern.compile("^(?:# )?([A-Z_]+)=", Pattern.MULTILINE).matcher(Files.readString(ROOT.resolve(".env.example")))
        .results().map(found -> found.group(1)).collect(Collectors.toSet());
    assertThat(ofCaravan().flatMap(service -> environment(service).keySet().stream()).filter(name -> name.startsWith("CARAVAN_")))
        .isNotEmpty().allMatch(known::contains);
    assertThat(variables().map(found -> found.group(1))).allMatch(known::contains);

    var generated = Files.readString(ROOT.resolve("deploy/scripts/secrets.sh"));
    var required = variables().filter(found -> found.group().contains(":?")).map(found -> found.group(1)).collect(Collectors.toSet());
    assertThat(required).isNotEmpty().allMatch(generated::contains);
    assertThat(services.keySet().stream().flatMap(service -> environment(service).entrySet().stream())
        .filter(setting -> setting.getKey().matches(".*(PASSWORD|CALLBACKS|KEY|SECRET)") && !setting.getKey().equals("CARAVAN_SAGA_CALLBACKS")))
        .isNotEmpty()
        .allMatch(setting -> setting.getValue().toString().matches("\\$\\{[A-Z_]+:(-|\\?run deploy/scripts/secrets.sh)}"));
  }

  @Test
  void the_image_is_built_by_any_builder_from_every_module_and_runs_without_rights() throws IOException {
    var modules = Pattern.compile("<module>(\\w+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")))
        .results().map(found -> "COPY " + found.group(1) + "/pom.xml " + found.group(1) + "/");
    assertThat(dockerfile).containsAll(modules.toList());
    assertThat(dockerfile).contains("USER 1001:1001").noneMatch(line -> line.matches(".*(--mount=|<<[A-Z]|# syntax=).*"));
    assertThat(dockerfile.stream().filter(line -> line.startsWith("FROM "))).allMatch(line -> line.contains(":${JAVA}-"));
    assertThat(dockerfile.stream().filter(line -> line.startsWith("ARG "))).containsExactly("ARG JAVA=17.0.19_10");
    assertThat(Files.readAllLines(ROOT.resolve(".dockerignore"))).filteredOn(line -> !line.startsWith("#")).first().isEqualTo("*");
  }

  private static Stream<String> ofCaravan() {
    return services.entrySet().stream().filter(service -> service.getValue().get("image").equals(IMAGE)).map(Map.Entry::getKey);
  }

  private static Map<String, Object> environment(String service) {
    return map(services.get(service).get("environment"));
  }

  private static Stream<MatchResult> variables() {
    return VARIABLE.matcher(text).results().filter(found -> found.group(1).startsWith("CARAVAN_"));
  }

  @SuppressWarnings("unchecked")
  private static <V> Map<String, V> map(Object value) {
    return value == null ? Map.of() : (Map<String, V>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Object value) {
    return value == null ? List.of() : (List<String>) value;
  }
}
