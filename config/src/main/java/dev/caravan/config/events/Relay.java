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
 * Hands out unpublished facts, in order, to one node at a time: the one whose session holds the advisory lock. That
 * session also listens for the notification that every new fact sends.
 */
@Component("relay")
public class Relay {

  private static final int BATCH = 200;
  private static final int LONGEST_WAIT_MILLIS = 500;
  private static final long LOCK = 0x72656c6179L;

  private final DataSource dataSource;
  private final EventLog events;
  private @Nullable Connection session;

  public Relay(DataSource dataSource, EventLog events) {
    this.dataSource = dataSource;
    this.events = events;
  }

  /** The next facts to publish; empty when there are none for half a second, or when another node leads. */
  public synchronized List<Event> nextBatch() throws SQLException, InterruptedException {
    if (!leads()) {
      wait(LONGEST_WAIT_MILLIS);
      return List.of();
    }
    var batch = events.unpublished(BATCH);
    if (batch.isEmpty()) {
      listen();
      return events.unpublished(BATCH);
    }
    return batch;
  }

  private boolean leads() throws SQLException {
    if (session != null && session.isValid(1)) {
      return true;
    }
    close();
    var candidate = dataSource.getConnection();
    try {
      if (locks(candidate)) {
        session = candidate;
        return true;
      }
      return false;
    } finally {
      if (session != candidate) {
        candidate.close();
      }
    }
  }

  private static boolean locks(Connection candidate) throws SQLException {
    candidate.setAutoCommit(true);
    try (var statement = candidate.createStatement()) {
      try (var result = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
        if (!result.next() || !result.getBoolean(1)) {
          return false;
        }
      }
      statement.execute("listen outbox");
      return true;
    }
  }

  private void listen() throws SQLException {
    if (session != null) {
      session.unwrap(PGConnection.class).getNotifications(LONGEST_WAIT_MILLIS);
    }
  }

  @PreDestroy
  synchronized void close() throws SQLException {
    if (session != null) {
      var ended = session;
      session = null;
      // Evicts the physical connection from the pool, so that the server ends the session and with it the lock.
      ended.abort(Runnable::run);
    }
  }
}
