package dev.caravan.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What it costs to look for timers that are due among many that are not, and how late those who are reminded hear of it. */
final class Alarms {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WARM_UP = 200;
  private static final int TICKS = 500;
  private static final int DUE = 10;
  private static final Duration AHEAD = Duration.ofSeconds(20);
  private static final int SPREAD_SECONDS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The timers' own, but for the columns that nobody reads here. */
  private static final String FIRE = """
      update timers.timer t set status = 'PROCESSED', attempts = attempts + 1, fired_at = now()
      where t.id in (select id from timers.timer where status = 'PENDING' and due_at <= now()
                     order by due_at limit 200 for update skip locked)
      returning t.*""";
  private static final String ARM = """
      insert into timers.timer (id, kind, subject, due_at)
      select gen_random_uuid(), 'REMINDER', gen_random_uuid()::text, now() + cast(? as interval) + n * interval '1 second'
      from generate_series(1, ?) n""";

  private final Application application;

  Alarms(Application application) {
    this.application = application;
  }

  /**
   * How long one look takes, in microseconds.
   *
   * @param nothing where none of those that are pending is due
   * @param some where ten more are due
   */
  record Looks(Histogram nothing, Histogram some) {}

  /** Fills up to so many pending timers, due years from now, and looks for those that are due as the application does. */
  Looks look(Connection database, long pending) throws SQLException {
    arm(database, "3650 days", pending - Counters.one(database, "select count(*) from timers.timer where status = 'PENDING'"));
    looks(database, WARM_UP, DUE);
    return new Looks(looks(database, TICKS, 0), looks(database, TICKS, DUE));
  }

  /** Each in a transaction that is taken back, so that the application does not see what is due. */
  private static Histogram looks(Connection database, int ticks, int due) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute("vacuum analyze timers.timer");
    }
    database.setAutoCommit(false);
    try (var fire = database.prepareStatement(FIRE)) {
      var times = new Histogram(3);
      for (int i = 0; i < ticks; i++) {
        times.recordValue(look(database, fire, due));
      }
      return times;
    } finally {
      database.setAutoCommit(true);
    }
  }

  private static long look(Connection database, PreparedStatement fire, int due) throws SQLException {
    arm(database, "-1 hour", due);
    var start = System.nanoTime();
    int found = 0;
    try (var rows = fire.executeQuery()) {
      while (rows.next()) {
        found++;
      }
    }
    var micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    database.rollback();
    if (found != due) {
      throw new IllegalStateException(found + " timers were due and not " + due);
    }
    return micros;
  }

  private static void arm(Connection database, String from, long timers) throws SQLException {
    try (var arm = database.prepareStatement(ARM)) {
      arm.setString(1, from);
      arm.setLong(2, timers);
      arm.executeUpdate();
    }
  }

  /** How many milliseconds after its time each of so many reminders is heard; those that are never heard are missing. */
  Histogram remind(int tasks) throws IOException, JMSException, InterruptedException {
    var late = new ConcurrentHistogram(3);
    var silent = new CountDownLatch(tasks);
    var api = application.api();
    try (var broker = new ActiveMQConnectionFactory(application.brokerUrl());
        var subscription = broker.createContext("subscriber", application.secret("broker.subscriber"))) {
      subscription.createConsumer(subscription.createTopic("reminders")).setMessageListener(message -> {
        late.recordValue(Math.max(0, Duration.between(time(message), Instant.now()).toMillis()));
        silent.countDown();
      });
      for (int i = 0; i < tasks; i++) {
        var time = Instant.now().plus(AHEAD).plusMillis(SPREAD_SECONDS * 1000L * i / tasks).truncatedTo(ChronoUnit.MILLIS);
        api.post("/tasks", "{\"title\": \"Stir\", \"assignee\": \"" + Way.CUSTOMER + "\", \"reminders\": [{\"at\": \"" + time + "\"}]}");
      }
      silent.await(AHEAD.plusSeconds(SPREAD_SECONDS).plus(PATIENCE).toSeconds(), TimeUnit.SECONDS);
    }
    return late;
  }

  private static Instant time(Message message) {
    try {
      return Instant.parse(JSON.readTree(message.getBody(String.class)).at("/data/remindAt").asText());
    } catch (JMSException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
