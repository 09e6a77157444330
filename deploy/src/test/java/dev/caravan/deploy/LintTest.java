package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What runs outside the JVM is read by the programs made for that, where they are installed. */
class LintTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path WORKFLOWS = ROOT.resolve(".github/workflows");

  static List<Path> workflows() throws IOException {
    try (var files = Files.list(WORKFLOWS)) {
      return files.sorted().toList();
    }
  }

  @Test
  void shellcheck_finds_nothing_in_the_scripts() throws Exception {
    try (var files = Files.walk(ROOT)) {
      var scripts = files.map(ROOT::relativize).filter(file -> file.toString().endsWith(".sh"))
          .filter(file -> Stream.of("target", "data", "node_modules").noneMatch(folder -> file.toString().contains(folder + File.separator)))
          .map(Path::toString);
      findsNothing("shellcheck", Stream.concat(Stream.of(".ci/run"), scripts).toArray(String[]::new));
    }
  }

  @Test
  void yamllint_finds_nothing_in_what_is_yaml() throws Exception {
    findsNothing("yamllint", "--strict", ".");
  }

  @Test
  void actionlint_finds_nothing_in_the_workflows() throws Exception {
    findsNothing("actionlint", workflows().stream().map(Path::toString).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void a_workflow_may_only_read_and_runs_what_is_pinned(Path workflow) throws IOException {
    Map<String, Object> content = new Yaml().load(Files.readString(workflow));
    assertThat(content).containsKeys("name", "permissions", "concurrency");
    assertThat(content.get("permissions")).isEqualTo(Map.of("contents", "read"));
    assertThat(Files.readAllLines(workflow)).filteredOn(line -> line.contains("uses:"))
        .allMatch(line -> line.matches(".*uses: (\\./\\.github/.*|[\\w/-]+@[0-9a-f]{40} # v[0-9.]+)"));
  }

  private static void findsNothing(String program, String... arguments) throws IOException, InterruptedException {
    assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program))), "there is no " + program + " on this machine");
    var process = new ProcessBuilder(Stream.concat(Stream.of(program), Arrays.stream(arguments)).toList())
        .directory(ROOT.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(program + " ends").isTrue();
    assertThat(said).isEmpty();
    assertThat(process.exitValue()).isZero();
  }
}
