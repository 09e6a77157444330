package dev.caravan.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.ChildProcess;
import dev.caravan.config.FreePort;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;

import javax.sql.DataSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EmbeddedPostgresTest {

  @TempDir Path data;

  @Test
  void a_commit_is_on_disk_and_only_a_password_opens_the_door() throws Exception {
    try (var context = start(data, 0)) {
      var database = database(context);
      assertThat(database.queryForObject("SHOW fsync", String.class)).isEqualTo("on");
      assertThat(database.queryForObject("SHOW synchronous_commit", String.class)).isEqualTo("on");
      assertThat(database.queryForObject("SHOW full_page_writes", String.class)).isEqualTo("on");
      assertThat(database.queryForObject("SHOW listen_addresses", String.class)).isEqualTo("127.0.0.1");
      assertThat(database.queryForObject("SHOW server_version", String.class)).startsWith("17.7");
      assertThat(database.queryForObject("SELECT current_user", String.class)).isEqualTo("caravan");
      assertThat(database.queryForObject("SHOW is_superuser", String.class)).isEqualTo("off");

      var url = context.getBean(PostgresServer.class).url();
      for (var role : new String[] {"postgres", "caravan"}) {
        assertThatThrownBy(() -> DriverManager.getConnection(url, role, "").close()).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(url, role, role).close())
            .isInstanceOf(SQLException.class).hasMessageContaining("password authentication failed");
      }
      assertThat(Files.getPosixFilePermissions(data.resolve("secrets.properties")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void what_was_committed_is_there_after_a_restart() throws Exception {
    try (var context = start(data, 0)) {
      database(context).execute("CREATE TABLE kept AS SELECT 'dumplings' AS dish");
    }
    assertThat(data.resolve("postgresql/postmaster.pid")).doesNotExist();
    try (var context = start(data, 0)) {
      assertThat(database(context).queryForObject("SELECT dish FROM kept", String.class)).isEqualTo("dumplings");
    }
  }

  @Test
  void the_server_of_a_killed_process_is_taken_over() throws Exception {
    var port = FreePort.any();
    try (var child = ChildProcess.run(Committing.class, data.toString(), Integer.toString(port))) {
      assertThatThrownBy(() -> start(data, port).close()).rootCause().hasMessageContaining("Another process uses");
      child.kill();
    }
    var orphan = Long.parseLong(Files.readAllLines(data.resolve("postgresql/postmaster.pid")).get(0).strip());
    assertThat(ProcessHandle.of(orphan)).isPresent();

    try (var context = start(data, port)) {
      assertThat(database(context).queryForObject("SELECT dish FROM kept", String.class)).isEqualTo("dumplings");
    }
  }

  @Test
  void a_number_that_is_somebody_elses_by_now_is_no_server() throws Exception {
    start(data, 0).close();
    var somebody = ProcessHandle.current().parent().orElseThrow().pid();
    Files.writeString(data.resolve("postgresql/postmaster.pid"), somebody + "\n");
    try (var context = start(data, 0)) {
      assertThat(database(context).queryForObject("SELECT current_user", String.class)).isEqualTo("caravan");
    }
  }

  /** Commits a row and waits to be killed. */
  static final class Committing {
    public static void main(String[] arguments) throws InterruptedException {
      var context = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
      database(context).execute("CREATE TABLE kept AS SELECT 'dumplings' AS dish");
      ChildProcess.awaitDeath();
    }
  }

  private static JdbcTemplate database(ConfigurableApplicationContext context) {
    return new JdbcTemplate(context.getBean(DataSource.class));
  }

  private static ConfigurableApplicationContext start(Path data, int port) {
    return new SpringApplicationBuilder(DataConfiguration.class, EmbeddedPostgresConfiguration.class)
        .web(WebApplicationType.NONE)
        .run("--spring.config.name=none", "--caravan.data=" + data, "--caravan.database.port=" + port);
  }
}
