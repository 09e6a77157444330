package dev.caravan.config.embedded;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.sql.SQLException;

/** The database: the server named by {@code caravan.database.url}, or one of this process's own. */
@Configuration(proxyBeanMethods = false)
class EmbeddedPostgresConfiguration {

  /** Stops last: beans are destroyed in the reverse order of their creation, and the data source comes after it. */
  @Bean
  @Conditional(NotGiven.Database.class)
  PostgresServer postgresServer(CaravanProperties properties, DataDirectory data, Secrets secrets)
      throws IOException, SQLException, InterruptedException {
    var database = properties.database();
    return PostgresServer.start(data, secrets, database.port(), database.pool() + database.guests());
  }

  @Bean
  @Conditional(NotGiven.Database.class)
  FlywayMigrationStrategy migrations(PostgresServer server) {
    return flyway -> server.asOwnerOfAudit(flyway::migrate);
  }

  @Bean
  HikariDataSource dataSource(CaravanProperties properties, Secrets secrets, ObjectProvider<PostgresServer> own) {
    var database = properties.database();
    var server = own.getIfAvailable();
    var source = new HikariDataSource();
    source.setPoolName("caravan");
    source.setMaximumPoolSize(database.pool());
    source.setConnectionTimeout(10_000);
    source.setJdbcUrl(server == null ? database.url() : server.url());
    source.setUsername(server == null ? database.user() : PostgresServer.ROLE);
    source.setPassword(server == null ? database.password() : secrets.secret("database.caravan"));
    source.addDataSourceProperty("reWriteBatchedInserts", "true");
    source.addDataSourceProperty("tcpKeepAlive", "true");
    source.addDataSourceProperty("ApplicationName", "caravan");
    return source;
  }
}
