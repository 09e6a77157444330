package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command {@code caravan}, the file that the build makes, against the running application. */
@EndToEnd
class CommandLineTest {

  private static final Path COMMAND = Path.of("../cli/target/caravan").toAbsolutePath();

  @TempDir Path folder;

  private final int port;
  private final Shop shop;
  private final Parcels parcels;

  CommandLineTest(@LocalServerPort int port) {
    this.port = port;
    this.shop = new Shop(port);
    this.parcels = new Parcels(shop);
  }

  @BeforeAll
  static void theCommandIsThere() {
    assumeTrue(Files.isExecutable(COMMAND), "the command is made by: ./mvnw package -pl cli -am");
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no sh on this machine");
  }

  @Test
  void five_commands_drive_an_order_that_is_sent() throws Exception {
    var id = Parcels.newId();

    assertThat(says(0, "start", id, "--review", "--deadline", "600")).contains(id);
    parcels.awaits(id, "REVIEW");
    assertThat(says(0, "status", id)).contains("IN_REVIEW", "reviewer");
    says(0, "update-address", id, "--address", "{\"street\":\"123 Main\",\"city\":\"Any\",\"state\":\"CA\",\"zip\":\"12345\"}",
        "--updated-by", "admin");
    assertThat(shop.get("/orders/" + id).at("/fulfilment/address/street").asText()).isEqualTo("123 Main");
    says(0, "cancel", id, "--reason", "Customer request", "--cancelled-by", "admin");
    assertThat(parcels.ends(id).get("detail").asText()).isEqualTo("Customer request");
    assertThat(says(0, "list", "--limit", "100")).contains(id);
    assertThat(says(1, "approve", id, "--by", "rita")).contains("CANCELLED");
  }

  @Test
  void a_reviewer_and_an_operator_work_at_the_terminal() throws Exception {
    var id = parcels.startsInShort("\"review\": true", "\"deadline_seconds\": 600");
    parcels.awaits(id, "REVIEW");

    assertThat(says(0, "reviews", "--status", "pending")).contains(id);
    says(0, "approve", id, "--by", "rita", "--reason", "a regular");
    assertThat(says(0, "watch", id)).contains("order.completed");
    assertThat(says(0, "deadlines", id)).contains(id);
    assertThat(says(0, "history", id)).contains("order.shipped", "rita");
    assertThat(says(0, "check")).contains("rules hold");
  }

  @Test
  void the_demo_brings_one_order_of_each_kind_to_its_end_and_undoes_one() throws Exception {
    var said = says(0, "demo");

    assertThat(said).contains("COMPLETED", "REJECTED");
    shop.invariantsHold();
  }

  /** What the command says, to both streams; it exits with this code. */
  private String says(int exitCode, String... arguments) throws IOException, InterruptedException {
    var out = folder.resolve("out");
    var process = new ProcessBuilder(Stream.concat(Stream.of(COMMAND.toString()), Stream.of(arguments)).toList())
        .redirectErrorStream(true).redirectOutput(out.toFile());
    process.environment().put("CARAVAN_URL", "http://127.0.0.1:" + port);
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLICOLOR_FORCE"));
    var running = process.start();
    assertThat(running.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
    var said = Files.readString(out);
    assertThat(running.exitValue()).as(said).isEqualTo(exitCode);
    return said;
  }
}
