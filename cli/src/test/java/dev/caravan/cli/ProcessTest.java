package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command as a process of its own: its environment, its exit codes and its two streams. */
class ProcessTest {

  private static final String REJECTED = "{\"id\": \"o-1\", \"status\": \"REJECTED\"}";

  private final StubServer server = new StubServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void help_is_there_without_a_server() throws Exception {
    var run = run(Map.of(), "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Exit codes:", "the server cannot be reached");
  }

  @Test
  void the_server_is_named_by_the_environment() throws Exception {
    server.answers("GET /api/v1/orders/o-1", REJECTED);

    var run = run(Map.of("CARAVAN_URL", server.url()), "show", "o-1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("REJECTED").doesNotContain("\u001B");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void colour_can_be_forced_and_is_never_there_against_NO_COLOR() throws Exception {
    server.answers("GET /api/v1/orders/o-1", REJECTED);
    var url = server.url();

    assertThat(run(Map.of("CARAVAN_URL", url, "CLICOLOR_FORCE", "1"), "show", "o-1").out()).contains("\u001B[31m");
    assertThat(run(Map.of("CARAVAN_URL", url, "CLICOLOR_FORCE", "1", "NO_COLOR", "1"), "show", "o-1").out())
        .contains("REJECTED").doesNotContain("\u001B");
  }

  @Test
  void each_way_to_fail_has_its_exit_code() throws Exception {
    server.refuses("GET /api/v1/orders/o-1", 404, "not-found", "There is no order o-1.");

    assertThat(run(Map.of("CARAVAN_URL", server.url()), "show", "o-1").exitCode()).isEqualTo(1);
    assertThat(run(Map.of(), "fly").exitCode()).isEqualTo(2);
    server.close();
    assertThat(run(Map.of("CARAVAN_URL", server.url()), "show", "o-1").exitCode()).isEqualTo(3);
  }

  private static Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), Caravan.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(
        List.of("CARAVAN_URL", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    var process = builder.start();
    // What this command writes fits into the pipes, so one may be read after the other.
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, err);
  }
}
