package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown document whose {@code bash} blocks are run as a reader would run them: command by command, all in one shell.
 * Each has to end well and in time; comments {@code # → text} right after it say what its output contains.
 */
final class Story {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\\R(.*?)^```$");
  private static final Pattern BASE = Pattern.compile("(http://(?:127\\.0\\.0\\.1|localhost)):8080");
  private static final String EXPECTED = "# → ";

  private final int port;
  private final Path directory;
  private final Duration limit;

  /** A minute is what each command may take. */
  Story(int port, Path directory) throws InterruptedException {
    this(port, directory, Duration.ofMinutes(1));
  }

  /**
   * Skips the test where there is no bash or no curl.
   *
   * @param port what listens there is meant where the document says 8080
   * @param directory where the commands run, and leave what they write
   * @param limit what each command may take
   */
  Story(int port, Path directory, Duration limit) throws InterruptedException {
    assumeTrue(succeeds("-c", "command -v curl"), "bash and curl are needed");
    this.port = port;
    this.directory = directory;
    this.limit = limit;
  }

  /** Runs the whole document. */
  void happens(Path document) throws IOException, InterruptedException {
    var blocks = BLOCK.matcher(BASE.matcher(Files.readString(document)).replaceAll("$1:" + port)).results()
        .map(block -> block.group(1)).toList();
    assertThat(blocks).as("bash blocks of " + document).isNotEmpty();
    var shell = new ProcessBuilder("bash").directory(directory.toFile())
        .redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
    try (var commands = shell.outputWriter(StandardCharsets.UTF_8)) {
      for (var block : blocks) {
        happens(block, shell, commands);
      }
    } finally {
      var children = shell.descendants().toList();
      shell.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void happens(String block, Process shell, Writer commands) throws IOException, InterruptedException {
    var command = "";
    var last = "";
    var output = "";
    for (var line : block.lines().toList()) {
      if (!command.isEmpty() || !line.isBlank() && !line.startsWith("#")) {
        command += line + "\n";
        // Only bash knows where a command ends; but after a last backslash it sees no need to go on.
        if (!line.endsWith("\\") && succeeds("-n", "-c", command)) {
          output = run(command, shell, commands);
          last = command;
          command = "";
        }
      } else if (line.startsWith(EXPECTED)) {
        assertThat(output).as("output of:\n%s", last).contains(line.substring(EXPECTED.length()).strip());
      }
    }
    assertThat(command).as("a command that does not end").isEmpty();
  }

  private String run(String command, Process shell, Writer commands) throws IOException {
    var output = Files.createTempFile(directory, "command", ".out");
    var status = Files.createTempFile(directory, "command", ".status");
    commands.write("eval %s </dev/null >%s 2>&1; echo $? >%s\n".formatted(quoted(command), quoted(output), quoted(status)));
    commands.flush();
    try {
      Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(20))
          .until(() -> Files.readString(status).endsWith("\n") || !shell.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not done within %s:\n%s%s".formatted(limit, command, Files.readString(output)));
    }
    assertThat(Files.readString(status)).as("exit code of:\n%s%s", command, Files.readString(output)).isEqualTo("0\n");
    return Files.readString(output);
  }

  private static String quoted(Object word) {
    return "'" + word.toString().replace("'", "'\\''") + "'";
  }

  private static boolean succeeds(String... arguments) throws InterruptedException {
    try {
      var command = Stream.concat(Stream.of("bash"), Stream.of(arguments)).toList();
      return new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
