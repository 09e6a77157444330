package dev.caravan.config.saga;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * One coordinator at a time: the process whose session holds the advisory lock. Another one waits here, before anything of it
 * listens, until that session ends; then it goes on with the sagas that it finds in the database.
 */
final class CoordinatorLock implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorLock.class);
  private static final long LOCK = 0x736167617321L;
  private static final int BEFORE_THE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 4096;

  private final DataSource database;
  private final Runnable lost;
  private volatile @Nullable Connection session;

  /** @param lost what is done when the session has ended and another process has the lock */
  CoordinatorLock(DataSource database, Runnable lost) {
    this.database = database;
    this.lost = lost;
  }

  @Override
  public void start() {
    try {
      var own = database.getConnection();
      if (!lock(own, "select pg_try_advisory_lock(" + LOCK + ")")) {
        LOG.info("Another process coordinates the sagas: this one waits until it ends");
        await(own);
      }
      session = own;
      var watch = new Thread(this::watch, "coordinator-lock");
      watch.setDaemon(true);
      watch.start();
    } catch (SQLException e) {
      throw new IllegalStateException("The coordinator's lock cannot be taken", e);
    }
  }

  /** The application cannot be closed while it starts; that it shall be ends the wait. */
  private static void await(Connection own) throws SQLException {
    var end = new Thread(() -> close(own), "coordinator-lock-end");
    Runtime.getRuntime().addShutdownHook(end);
    lock(own, "select pg_advisory_lock(" + LOCK + ")");
    Runtime.getRuntime().removeShutdownHook(end);
  }

  private static boolean lock(Connection own, String statement) throws SQLException {
    try (var lock = own.createStatement(); var result = lock.executeQuery(statement)) {
      return result.next() && !"f".equals(result.getString(1));
    }
  }

  /** Waits for notifications that never come: the session's end is what there is to notice. */
  private void watch() {
    for (var own = session; own != null; own = session) {
      try {
        own.unwrap(PGConnection.class).getNotifications(0);
      } catch (SQLException e) {
        again(own);
      }
    }
  }

  private void again(Connection ended) {
    if (session != ended) {
      return;
    }
    close(ended);
    try {
      var own = database.getConnection();
      if (lock(own, "select pg_try_advisory_lock(" + LOCK + ")")) {
        session = own;
        return;
      }
      session = null;
      close(own);
      LOG.error("Another process coordinates the sagas now: this one stops");
      lost.run();
    } catch (SQLException e) {
      LOG.warn("The database is away; the sagas wait for it", e);
    }
  }

  /** Evicts the session from the pool: with it ends the lock. */
  private static void close(Connection own) {
    try {
      own.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("The session had ended before", e);
    }
  }

  @Override
  public void stop() {
    var own = session;
    session = null;
    if (own != null) {
      close(own);
    }
  }

  @Override
  public boolean isRunning() {
    return session != null;
  }

  @Override
  public int getPhase() {
    return BEFORE_THE_WEB_SERVER;
  }
}
