package dev.caravan.config.events;

import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.stereotype.Component;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

/**
 * Hands out unpublished facts, in order, to one node at a time: the one whose session holds the advisory lock. When there
 * are none it sleeps until that session is notified of one, or a moment has passed.
 */
@Component("relay")
public class Relay {

  private static final int BATCH = 500;
  private static final int NAP_MILLIS = 100;
  private static final int WAIT_FOR_LEADERSHIP_MILLIS = 500;
  private static final long LOCK = 0x72656c6179L;

  private final DataSource dataSource;
  private final EventLog events;
  private @Nullable Connection session;
  private boolean asleep;

  public Relay(DataSource dataSource, EventLog events) {
    this.dataSource = dataSource;
    this.events = events;
  }

  /** The next facts to publish; empty when none came for a moment, or when another node leads. */
  public synchronized List<Event> nextBatch() throws SQLException, InterruptedException {
    if (session == null) {
      session = lead();
    }
    if (session == null) {
      wait(WAIT_FOR_LEADERSHIP_MILLIS);
      return List.of();
    }
    var batch = events.unpublished(BATCH);
    if (batch.isEmpty()) {
      sleep(session);
    } else if (asleep) {
      tellAsleep(session, false);
    }
    return batch;
  }

  private @Nullable Connection lead() throws SQLException {
    var candidate = dataSource.getConnection();
    try (var statement = candidate.createStatement()) {
      candidate.setAutoCommit(true);
      try (var result = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
        if (!result.next() || !result.getBoolean(1)) {
          candidate.close();
          return null;
        }
      }
      statement.execute("set synchronous_commit = off");
      statement.execute("listen outbox");
      return candidate;
    } catch (SQLException e) {
      candidate.close();
      throw e;
    }
  }

  /** Only after it has been told that the relay sleeps, and a last look has found nothing, is there time for a nap. */
  private void sleep(Connection leader) throws SQLException {
    if (asleep) {
      try {
        leader.unwrap(PGConnection.class).getNotifications(NAP_MILLIS);
      } catch (SQLException e) {
        close();
        throw e;
      }
    } else {
      tellAsleep(leader, true);
    }
  }

  private void tellAsleep(Connection leader, boolean now) throws SQLException {
    try (var statement = leader.prepareStatement(
        "insert into events.relay (asleep) values (?) on conflict (only_row) do update set asleep = excluded.asleep")) {
      statement.setBoolean(1, now);
      statement.execute();
      asleep = now;
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  @PreDestroy
  synchronized void close() throws SQLException {
    if (session != null) {
      var ended = session;
      session = null;
      asleep = false;
      // Evicts the connection from the pool: the server ends the session and with it the lock.
      ended.abort(Runnable::run);
    }
  }
}
