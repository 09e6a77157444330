package dev.caravan.config.saga;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.exceptions.ObjectStoreException;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

/**
 * Narayana's LRA coordinator inside this process, its sagas in the schema {@code lra} of the application's database.
 *
 * <p>It is one per process, as Narayana keeps it in statics: a second application context must wait until the first is
 * closed.
 */
public final class LocalCoordinator implements Coordinator, SmartLifecycle {

  private static final String NODE = "caravan";
  private static final Duration BACK_OFF = Duration.ofSeconds(1);

  /** Narayana holds on to its first store for good; what changes with the application context is the database below. */
  private static final DelegatingDataSource DATABASE = new DelegatingDataSource();
  private static final AtomicReference<@Nullable LocalCoordinator> OWNER = new AtomicReference<>();
  private static boolean installed;

  private final String base;
  private volatile boolean running;

  /**
   * Claims Narayana for this application context and creates its table.
   *
   * @param base what every saga id begins with
   * @param recovery time between two attempts at callbacks that failed
   */
  LocalCoordinator(DataSource database, URI base, Duration recovery) throws SQLException {
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

  @Override
  public String base() {
    return base;
  }

  @Override
  public String start(Duration limit) {
    return service().startLRA(base, null, CLIENT, limit.toMillis()).getId().toString();
  }

  @Override
  public void join(String id, String links, long limit) {
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

  @Override
  public @Nullable LRAStatus end(String id, boolean cancel) {
    var saga = URI.create(id);
    try {
      return service().endLRA(saga, cancel, false).getStatus();
    } catch (NotFoundException e) {
      return null;
    } catch (WebApplicationException e) {
      var ended = service().lookupTransaction(saga);
      return ended == null ? null : ended.getLRAStatus();
    }
  }

  @Override
  public List<OpenSaga> open() {
    return OpenSaga.of(service().getAll());
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
