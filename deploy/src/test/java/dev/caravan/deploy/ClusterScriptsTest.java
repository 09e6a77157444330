package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scripts for a cluster, with this application and a kubectl that keeps what it is given in files. */
@EndToEnd
class ClusterScriptsTest {

  private static final Path SCRIPTS = Path.of("scripts/kubernetes").toAbsolutePath();
  private static final Pattern DATUM = Pattern.compile("(?m)^  ([a-z.-]+): ([A-Za-z0-9+/=]{20,})$");
  private static final String KUBECTL = """
      #!/bin/sh
      cd "$(dirname "$0")"
      echo "$*" >>said
      case "$*" in
        *"get secret "*) for name; do :; done; test -f "$name" ;;
        *"create -f -") cat >new; mv new "$(sed -n 's/^  name: //p' new)" ;;
      esac
      """;

  @TempDir Path folder;
  @LocalServerPort int port;

  @BeforeAll
  static void programsAreThere() {
    for (var program : List.of("sh", "curl", "openssl")) {
      assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
          .anyMatch(path -> Files.isExecutable(Path.of(path, program))), "there is no " + program + " on this machine");
    }
  }

  @Test
  void a_caravan_that_works_is_found_to_work() throws Exception {
    var said = run(0, Map.of("CARAVAN_URL", "http://127.0.0.1:" + port), "validate-local.sh");
    assertThat(said).contains("an order at the counter", "an order by courier", "a shipment", "was undone",
        "is there again", "a WebSocket and a stream of events heard of it", "the audit has all of it", "topics", "add up");
  }

  @Test
  void nothing_at_all_is_found_not_to_work() throws Exception {
    var nobody = CaravanProcess.freePorts(1).get(0);
    assertThat(run(1, Map.of("CARAVAN_URL", "http://127.0.0.1:" + nobody, "CARAVAN_PATIENCE", "1"), "validate-local.sh"))
        .contains("FAILED", "health/ready").doesNotContain("ok ");
  }

  @Test
  void secrets_are_made_once_and_seen_by_nobody() throws Exception {
    var kubectl = Files.writeString(folder.resolve("kubectl"), KUBECTL);
    assertThat(kubectl.toFile().setExecutable(true)).isTrue();
    var names = List.of("caravan-database", "caravan-postgresql", "caravan-broker", "caravan-saga", "caravan-operator");
    var path = Map.of("PATH", folder + File.pathSeparator + System.getenv("PATH"));

    assertThat(run(0, path, "secrets.sh")).contains(names).contains("made").doesNotContain("already");
    var made = contents(names);
    var values = made.stream().flatMap(manifest -> data(manifest).values().stream()).toList();
    assertThat(values).hasSize(7).doesNotHaveDuplicates();
    var users = data(made.get(2));
    assertThat(users.get("artemis-users.properties")).startsWith("caravan = " + users.get("password") + "\nsubscriber = ");
    assertThat(values).filteredOn(value -> !value.contains("\n")).allMatch(value -> value.matches("[A-Za-z0-9]{43}"));

    var again = run(0, path, "secrets.sh");
    assertThat(again).contains(names).doesNotContain("made");
    assertThat(contents(names)).isEqualTo(made);
    var told = Files.readString(folder.resolve("said")) + again;
    assertThat(made.stream().flatMap(manifest -> DATUM.matcher(manifest).results()).map(datum -> datum.group(2)))
        .hasSize(7).noneMatch(told::contains);
  }

  private List<String> contents(List<String> names) throws IOException {
    var contents = Stream.<String>builder();
    for (var name : names) {
      contents.add(Files.readString(folder.resolve(name)));
    }
    return contents.build().toList();
  }

  private static Map<String, String> data(String manifest) {
    return DATUM.matcher(manifest).results().collect(Collectors.toMap(datum -> datum.group(1), ClusterScriptsTest::decoded));
  }

  private static String decoded(MatchResult datum) {
    return new String(Base64.getDecoder().decode(datum.group(2)), StandardCharsets.UTF_8);
  }

  /** Runs a script, which ends with this exit code, and returns what it said. */
  private String run(int exitCode, Map<String, String> settings, String script) throws IOException, InterruptedException {
    var said = folder.resolve(script + ".out");
    var process = new ProcessBuilder(SCRIPTS.resolve(script).toString()).redirectErrorStream(true).redirectOutput(said.toFile());
    process.environment().putAll(settings);
    var running = process.start();
    assertThat(running.waitFor(180, TimeUnit.SECONDS)).as(script + " ends").isTrue();
    var text = Files.readString(said);
    assertThat(running.exitValue()).as(text).isEqualTo(exitCode);
    return text;
  }
}
