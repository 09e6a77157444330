package dev.caravan.bench;

import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.core.management.SimpleManagement;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What the application has used up so far; two of these tell what happened between them.
 *
 * @param messages put into queues and subscriptions
 * @param coordinatorCalls sagas opened, joined and ended
 * @param cpu of the JVM
 * @param compilerCpu the part of it that its compilers took
 */
record Counters(
    long nanos, long completed, long commits, long messages, double coordinatorCalls, Duration cpu, Duration compilerCpu,
    Duration databaseCpu) {

  /** Reads them all, one after the other, within some milliseconds. */
  static Counters read(Application application, Connection database) throws Exception {
    return new Counters(
        System.nanoTime(), one(database, "select count(*) from events.event where type = 'order.completed'"),
        commits(database), messages(application), coordinatorCalls(application), application.cpu(),
        application.compilerCpu(), application.database().cpu());
  }

  static long commits(Connection database) throws SQLException {
    return one(database, "select xact_commit from pg_stat_database where datname = 'caravan'");
  }

  static long one(Connection database, String query) throws SQLException {
    try (var statement = database.createStatement(); var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static long messages(Application application) throws Exception {
    try (var broker = new SimpleManagement(application.brokerUrl(), "caravan", application.secret("broker.caravan"))) {
      broker.open();
      return broker.simpleManagementLong(ResourceNames.BROKER, "getTotalMessagesAdded");
    }
  }

  /**
   * The step that places an order opens a saga and joins it, three more join, and confirming or cancelling ends it. The one
   * that accepts it opens, joins and ends; the one that completes it has two more that join.
   */
  private static double coordinatorCalls(Application application) throws IOException, InterruptedException {
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var request = HttpRequest.newBuilder(application.management().resolve("/actuator/prometheus"))
        .timeout(Duration.ofSeconds(10)).build();
    var metrics = Metrics.parse(http.send(request, BodyHandlers.ofString()).body());
    return 2 * metrics.exchanges("place-order") + metrics.exchanges("reserve-stock") + metrics.exchanges("hold-payment")
        + metrics.exchanges("place-in-escrow") + metrics.exchanges("confirm-order") + metrics.exchanges("cancel-saga")
        + 2 * metrics.exchanges("accept-order") + metrics.exchanges("confirm-acceptance")
        + 3 * metrics.exchanges("complete-delivery") + 2 * metrics.exchanges("discharge-runner");
  }

  Counters minus(Counters former) {
    return new Counters(nanos - former.nanos, completed - former.completed, commits - former.commits,
        messages - former.messages, coordinatorCalls - former.coordinatorCalls, cpu.minus(former.cpu),
        compilerCpu.minus(former.compilerCpu), databaseCpu.minus(former.databaseCpu));
  }

  double seconds() {
    return nanos / 1e9;
  }
}
