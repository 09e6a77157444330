package dev.caravan.config.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * PostgreSQL as a child of this process: on the loopback interface, every role with a password, and durable, which is
 * asserted before anyone may write.
 */
final class PostgresServer implements AutoCloseable {

  static final String DATABASE = "caravan";
  static final String ROLE = "caravan";
  /** Owns the audit, which the application may only add to; nobody logs in as it. */
  static final String OWNER_OF_AUDIT = "caravan_audit";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What a commit needs to survive a power cut; the embedding library switches the first two off. */
  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  private static final Map<String, String> SETTINGS = Map.of(
      "listen_addresses", "127.0.0.1",
      "unix_socket_directories", "",
      "password_encryption", "scram-sha-256",
      "shared_buffers", "128MB",
      "max_wal_size", "1GB",
      "timezone", "UTC");

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts the server on its data directory, which is created when missing; one that a killed process left running
   * there is stopped first.
   *
   * @param port loopback port, 0 for any free one
   * @param connections how many the application may open, all its processes together
   */
  static PostgresServer start(DataDirectory directory, Secrets secrets, int port, int connections)
      throws IOException, SQLException, InterruptedException {
    var data = directory.resolve("postgresql");
    stopLeftover(data);
    requireFree(port);
    var password = secrets.secret("database.postgres");
    var passwordFile = Files.writeString(Files.createTempFile("caravan", ".pw"), password);
    try {
      var builder = EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setOverrideWorkingDirectory(directory.resolve("postgresql-programs").toFile())
          // Spring stops the server, after everything that uses it.
          .setRegisterShutdownHook(false)
          .setPGStartupWait(PATIENCE)
          .setPort(port)
          .setConnectConfig("password", password)
          .setLocaleConfig("auth-local", "scram-sha-256")
          .setLocaleConfig("auth-host", "scram-sha-256")
          .setLocaleConfig("pwfile", passwordFile.toString())
          // The same order of letters on every machine.
          .setLocaleConfig("locale", "C")
          .setLocaleConfig("locale-provider", "builtin")
          .setLocaleConfig("builtin-locale", "C.UTF-8")
          .setServerConfig("max_connections", Integer.toString(connections + 16));
      SETTINGS.forEach(builder::setServerConfig);
      DURABLE.forEach(builder::setServerConfig);
      var server = new PostgresServer(builder.start());
      try {
        server.prepare(secrets.secret("database.caravan"));
      } catch (SQLException | RuntimeException e) {
        server.close();
        throw e;
      }
      return server;
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  /** Where the application connects. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
  }

  /** Lets the application own the audit for as long as the migrations take. */
  void asOwnerOfAudit(Runnable migrations) {
    try {
      change("GRANT " + OWNER_OF_AUDIT + " TO " + ROLE);
      try {
        migrations.run();
      } finally {
        change("REVOKE " + OWNER_OF_AUDIT + " FROM " + ROLE);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The audit could not be handed over", e);
    }
  }

  private void change(String command) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection()) {
      execute(connection, command);
    }
  }

  private void prepare(String password) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection()) {
      for (var setting : DURABLE.entrySet()) {
        var value = one(connection, "SHOW " + setting.getKey());
        if (!setting.getValue().equals(value)) {
          throw new IllegalStateException("PostgreSQL runs with " + setting.getKey() + "=" + value);
        }
      }
      if (one(connection, "SELECT count(*) FROM pg_roles WHERE rolname = '" + ROLE + "'").equals("0")) {
        execute(connection, "CREATE ROLE " + ROLE + " LOGIN");
      }
      connection.unwrap(PGConnection.class).alterUserPassword(ROLE, password.toCharArray(), "scram-sha-256");
      if (one(connection, "SELECT count(*) FROM pg_roles WHERE rolname = '" + OWNER_OF_AUDIT + "'").equals("0")) {
        execute(connection, "CREATE ROLE " + OWNER_OF_AUDIT);
      }
      if (one(connection, "SELECT count(*) FROM pg_database WHERE datname = '" + DATABASE + "'").equals("0")) {
        execute(connection, "CREATE DATABASE " + DATABASE + " OWNER " + ROLE);
      }
    }
  }

  private static String one(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement(); var result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(Connection connection, String command) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static void stopLeftover(Path data) throws IOException, InterruptedException {
    var pidFile = data.resolve("postmaster.pid");
    if (Files.notExists(pidFile)) {
      return;
    }
    var pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
    var process = ProcessHandle.of(pid).filter(p -> serves(p, data));
    if (process.isEmpty()) {
      // In a container the number is soon a thread's again, which PostgreSQL would take for a server that runs.
      Files.delete(pidFile);
      return;
    }
    LOG.info("Stopping the PostgreSQL server {} that a killed process left behind", pid);
    interrupt(process.get());
    var end = System.nanoTime() + PATIENCE.toNanos();
    // Not ProcessHandle.onExit: where nobody reaps orphans, a dead one counts as alive.
    while (serves(process.get(), data)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The PostgreSQL server " + pid + " of " + data + " does not stop");
      }
      Thread.sleep(50);
    }
  }

  /** Whether the process is a PostgreSQL server of this data directory and not just the next user of its number. */
  private static boolean serves(ProcessHandle process, Path data) {
    var info = process.info();
    var isPostgres = info.command().map(Path::of).map(p -> p.getFileName().toString())
        .filter(name -> name.equals("postgres") || name.equals("postgres.exe")).isPresent();
    return isPostgres
        && info.arguments().map(arguments -> Arrays.asList(arguments).contains(data.toString())).orElse(true);
  }

  /** Asks for a fast shutdown. */
  private static void interrupt(ProcessHandle server) throws IOException, InterruptedException {
    if (DataDirectory.hasPermissions()) {
      new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
    } else {
      // Windows knows no such signal; what is committed survives this as well.
      server.destroyForcibly();
    }
  }

  private static void requireFree(int port) throws IOException {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      LOG.debug("Port {} is free for PostgreSQL", socket.getLocalPort());
    } catch (IOException e) {
      throw new IOException("Port " + port + " is taken: set caravan.database.port to a free one", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
