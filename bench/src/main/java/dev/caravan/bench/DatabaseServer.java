package dev.caravan.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The application's PostgreSQL: seen beside the running application, or started by itself from the very same command. */
final class DatabaseServer {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path data;
  private final int port;

  DatabaseServer(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** A connection of one of the two roles: {@code caravan} or {@code postgres}, the superuser. */
  Connection connect(String role) throws IOException, SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/caravan", role, secret(data, "database." + role));
  }

  static String secret(Path data, String name) throws IOException {
    var secrets = new Properties();
    try (var in = Files.newInputStream(data.resolve("secrets.properties"))) {
      secrets.load(in);
    }
    return Objects.requireNonNull(secrets.getProperty(name), name);
  }

  Path log() {
    return data.resolve("postgresql/log/bench.json");
  }

  /** CPU time of its processes that live; one that has ended takes its share along. */
  Duration cpu() throws IOException {
    var pid = Long.parseLong(Files.readAllLines(data.resolve("postgresql/postmaster.pid")).get(0).strip());
    var postmaster = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(postmaster), postmaster.children())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO)).reduce(Duration.ZERO, Duration::plus);
  }

  /** Starts it without the application, which must have ended. */
  Alone alone() throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    if ("root".equals(System.getProperty("user.name"))) {
      // PostgreSQL refuses to run as root, so it runs as nobody in a namespace of its own, as under the application.
      command.add("unshare");
      command.add("-U");
    }
    WORD.matcher(Files.readString(data.resolve("postgresql/postmaster.opts"))).results()
        .forEach(word -> command.add(word.group(1) == null ? word.group(2) : word.group(1)));
    var process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(data.toFile(), "postgresql.log"))).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    var alone = new Alone(process);
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var connection = connect("postgres")) {
        return alone;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          alone.close();
          throw new IOException("PostgreSQL does not start", e);
        }
        Thread.sleep(100);
      }
    }
  }

  /** Stops the server when closed. */
  record Alone(Process process) implements AutoCloseable {

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
