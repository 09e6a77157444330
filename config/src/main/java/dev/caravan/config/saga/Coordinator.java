package dev.caravan.config.saga;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.exceptions.ObjectStoreException;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import io.narayana.lra.LRAData;
import io.narayana.lra.coordinator.domain.service.LRAService;
import io.narayana.lra.coordinator.internal.Implementations;
import io.narayana.lra.coordinator.internal.LRARecoveryModule;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import org.eclipse.microprofile.lra.annotation.LRAStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

/**
 * Narayana's LRA coordinator inside this process, its sagas in the schema {@code lra} of the application's database.
 *
 * <p>It is one per process, as Narayana keeps it in statics: a second application context must wait until the first is
 * closed.
 */
public final class Coordinator implements SmartLifecycle {

  private static final String NODE = "caravan";
  private static final Duration BACK_OFF = Duration.ofSeconds(1);
  private static final Set<LRAStatus> CANCELLED =
      Set.of(LRAStatus.Cancelling, LRAStatus.Cancelled, LRAStatus.FailedToCancel);
  private static final Set<LRAStatus> CLOSED = Set.of(LRAStatus.Closing, LRAStatus.Closed, LRAStatus.FailedToClose);

  /** Narayana holds on to its first store for good; what changes with the application context is the database below. */
  private static final DelegatingDataSource DATABASE = new DelegatingDataSource();
  private static final AtomicReference<@Nullable Coordinator> OWNER = new AtomicReference<>();
  private static boolean installed;

  private final String base;
  private volatile boolean running;

  /**
   * Claims Narayana for this application context and creates its table.
   *
   * @param base what every saga id begins with
   * @param recovery time between two attempts at callbacks that failed
   */
  Coordinator(DataSource database, URI base, Duration recovery) throws SQLException {
    this.base = base.toString();
    createTable(database);
    if (!OWNER.compareAndSet(null, this)) {
      throw new IllegalStateException("The saga coordinator of this process belongs to another application context");
    }
    DATABASE.setTargetDataSource(database);
    install(recovery);
  }

  private static void createTable(DataSource database) throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS lra");
      statement.execute("""
          CREATE TABLE IF NOT EXISTS lra.JBossTSTxTable (
            StateType INTEGER NOT NULL, Hidden INTEGER NOT NULL,
            TypeName VARCHAR(255) NOT NULL, UidString VARCHAR(255) NOT NULL, ObjectState bytea,
            PRIMARY KEY (UidString, TypeName, StateType))""");
    }
  }

  private static synchronized void install(Duration recovery) {
    var recoverySettings = recoveryPropertyManager.getRecoveryEnvironmentBean();
    recoverySettings.setRecoveryListener(false);
    recoverySettings.setPeriodicRecoveryPeriod((int) recovery.toSeconds());
    // The first pass is made at start, before anyone asks for a saga.
    recoverySettings.setPeriodicRecoveryInitilizationOffset((int) recovery.toSeconds());
    recoverySettings.setRecoveryBackoffPeriod((int) BACK_OFF.toSeconds());
    if (!installed) {
      installStore();
      Implementations.install();
      installed = true;
    }
    // Without a thread of its own as yet, or the first question about a saga would start one.
    RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
  }

  private static void installStore() {
    var settings = new ObjectStoreEnvironmentBean();
    settings.setJdbcDataSource(DATABASE);
    settings.setTablePrefix("lra.");
    settings.setCreateTable(false);
    try {
      arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
      arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
      var store = new SagaStore(settings, LRARecoveryModule::getService);
      new StoreManager(store, store, store);
    } catch (CoreEnvironmentBeanException | ObjectStoreException e) {
      throw new IllegalStateException("The saga coordinator cannot use its table", e);
    }
  }

  /** Opens a saga that is undone unless it is closed within the limit, and returns its id. */
  String start(Duration limit) {
    return service().startLRA(base, null, NODE, limit.toMillis()).getId().toString();
  }

  /**
   * Promises a participant that one of its links is called when the saga ends; asking twice is asking once.
   *
   * @param links an RFC 8288 Link header
   * @param limit new time limit of the saga in milliseconds, 0: as it is; it is never shortened
   * @throws IllegalStateException when the saga is not open
   */
  void join(String id, String links, long limit) {
    var saga = URI.create(id);
    try {
      var known = service().getTransaction(saga);
      if (known.getLRAStatus() == LRAStatus.Active
          && service().joinLRA(new StringBuilder(), saga, limit, "", links, base + "/recovery", null) == 200) {
        return;
      }
    } catch (WebApplicationException e) {
      throw new IllegalStateException("Saga " + id + " cannot be joined", e);
    }
    throw new IllegalStateException("Saga " + id + " is ending and cannot be joined");
  }

  /**
   * Ends a saga well.
   *
   * @return false when it is not known, because it has ended before or never was
   * @throws IllegalStateException when it is being undone instead, as after its deadline
   */
  boolean close(String id) {
    return end(id, false);
  }

  /**
   * Calls every undo of a saga; those that fail are called again by and by.
   *
   * @return false when it is not known, because it has ended before or never was
   * @throws IllegalStateException when it has been closed
   */
  boolean cancel(String id) {
    return end(id, true);
  }

  private static boolean end(String id, boolean cancel) {
    var status = end(URI.create(id), cancel);
    if (status == null) {
      return false;
    }
    if (!(cancel ? CANCELLED : CLOSED).contains(status)) {
      throw new IllegalStateException("Saga " + id + " is " + status);
    }
    return true;
  }

  private static @Nullable LRAStatus end(URI saga, boolean cancel) {
    try {
      return service().endLRA(saga, cancel, false).getStatus();
    } catch (NotFoundException e) {
      return null;
    } catch (WebApplicationException e) {
      var ended = service().lookupTransaction(saga);
      return ended == null ? null : ended.getLRAStatus();
    }
  }

  /** Whether the id is one this coordinator could have given out; true says nothing about the saga's existence. */
  boolean owns(String id) {
    return id.startsWith(base + "/") && id.substring(base.length() + 1).matches("\\w{1,100}");
  }

  /** Every saga that has not ended, among them those that wait for an undo to succeed. */
  public List<OpenSaga> open() {
    return service().getAll().stream().map(Coordinator::open).distinct().toList();
  }

  private static OpenSaga open(LRAData saga) {
    var hasDeadline = saga.getStatus() == LRAStatus.Active && saga.getFinishTime() > 0;
    return new OpenSaga(
        saga.getLraIdAsString(),
        saga.getStatus().name(),
        Instant.ofEpochMilli(saga.getStartTime()),
        hasDeadline ? Instant.ofEpochMilli(saga.getFinishTime()) : null);
  }

  private static LRAService service() {
    return LRARecoveryModule.getService();
  }

  /** Loads the sagas that were open when the last process ended; from now on the overdue ones are undone. */
  @Override
  public void start() {
    LRARecoveryModule.getInstance().recover();
    RecoveryManager.manager().startRecoveryManagerThread();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    RecoveryManager.manager().terminate(false);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the callback connector listens, before Camel starts, and stopped before either stops. */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE;
  }

  /** Forgets what the database keeps and leaves Narayana to the next application context. */
  void destroy() {
    service().getAll().forEach(saga -> service().remove(saga.getLraId()));
    OWNER.compareAndSet(this, null);
  }
}
