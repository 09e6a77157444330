package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command as a process of its own: its environment, its exit codes and its two streams. */
class ProcessTest {

  private static final String REJECTED = "{\"id\": \"o-1\", \"status\": \"REJECTED\"}";

  private static final Path BASH = Path.of("/bin/bash");

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

  @Test
  void the_lifecycle_is_driven_by_five_command_lines() throws Exception {
    var order = "{\"id\": \"ORDER_ID\", \"status\": \"RECEIVED\"}";
    server.answers("POST /api/v1/orders/ORDER_ID/start", 202, order)
        .answers("GET /api/v1/orders/ORDER_ID/status", order)
        .answers("POST /api/v1/orders/ORDER_ID/signals/cancel", 202, order)
        .answers("POST /api/v1/orders/ORDER_ID/signals/update-address", 202, order)
        .answers("GET /api/v1/orders?limit=20", "{\"orders\": [" + order + "]}");

    assertThat(runs("""
        caravan start ORDER_ID
        caravan status ORDER_ID
        caravan cancel ORDER_ID --reason "Customer request" --cancelled-by admin
        caravan update-address ORDER_ID --address '{"street":"123 Main","city":"Any","state":"CA","zip":"12345"}' --updated-by admin
        caravan list
        """)).extracting(Run::exitCode, Run::err).containsOnly(tuple(0, ""));

    assertThat(server.requests()).extracting(StubServer.Request::line, StubServer.Request::body).containsExactly(
        tuple("POST /api/v1/orders/ORDER_ID/start", "{}"),
        tuple("GET /api/v1/orders/ORDER_ID/status", ""),
        tuple("POST /api/v1/orders/ORDER_ID/signals/cancel",
            "{\"reason\":\"Customer request\",\"cancelledBy\":\"admin\"}"),
        tuple("POST /api/v1/orders/ORDER_ID/signals/update-address",
            "{\"updatedBy\":\"admin\",\"newAddress\":{\"street\":\"123 Main\",\"city\":\"Any\",\"state\":\"CA\",\"zip\":\"12345\"}}"),
        tuple("GET /api/v1/orders?limit=20", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void the_completion_is_a_script_that_a_shell_understands(String shell, @TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(BASH), "there is no bash");
    var script = Files.writeString(folder.resolve("completion"), run(Map.of(), "completion", shell).out());

    var check = new ProcessBuilder(BASH.toString(), "-n", script.toString()).redirectErrorStream(true).start();

    assertThat(check.getInputStream()).isEmpty();
    assertThat(check.waitFor()).isZero();
    assertThat(script).content().contains("update-address", "--cancelled-by", "ON_THE_WAY");
  }

  @Test
  void a_server_that_is_not_there_is_told_of_in_one_line() throws Exception {
    server.close();

    var run = run(Map.of("CARAVAN_URL", server.url()), "demo");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("caravan: cannot reach " + server.url() + ": connection refused").hasLineCount(1);
  }

  /** Types command lines into a shell. */
  private List<Run> runs(String commands) throws Exception {
    assumeTrue(Files.isExecutable(BASH), "there is no bash");
    var caravan = "caravan() { '%s' -cp '%s' %s \"$@\"; }\n".formatted(
        java(), System.getProperty("java.class.path"), Caravan.class.getName());
    var runs = new ArrayList<Run>();
    for (var line : commands.lines().toList()) {
      runs.add(process(Map.of("CARAVAN_URL", server.url()), List.of(BASH.toString(), "-c", caravan + line)));
    }
    return runs;
  }

  private static Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(java(), "-cp", System.getProperty("java.class.path"), Caravan.class.getName()));
    command.addAll(List.of(arguments));
    return process(environment, command);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Run process(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
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
