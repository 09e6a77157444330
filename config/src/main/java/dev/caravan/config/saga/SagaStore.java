package dev.caravan.config.saga;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.exceptions.ObjectStoreException;
import com.arjuna.ats.arjuna.state.InputObjectState;
import com.arjuna.ats.arjuna.state.OutputObjectState;
import com.arjuna.ats.internal.arjuna.common.UidHelper;
import com.arjuna.ats.internal.arjuna.objectstore.jdbc.JDBCStore;
import io.narayana.lra.LRAConstants;
import io.narayana.lra.LRAData;
import io.narayana.lra.coordinator.domain.model.LongRunningAction;
import io.narayana.lra.coordinator.domain.service.LRAService;
import org.eclipse.microprofile.lra.annotation.LRAStatus;

import java.io.IOException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Narayana's table of sagas, which hides from recovery what needs none.
 *
 * <p>Recovery makes a copy of every saga it is told of, and a copy of an open one sets an alarm of its own for the
 * deadline. Closing the saga does not stop that alarm: it would undo a saga that has long succeeded.
 */
final class SagaStore extends JDBCStore {

  private static final long GRACE_MILLIS = 1_000;

  private final Supplier<LRAService> sagas;

  SagaStore(ObjectStoreEnvironmentBean settings, Supplier<LRAService> sagas) throws ObjectStoreException {
    super(settings);
    this.sagas = sagas;
  }

  @Override
  public boolean allObjUids(String type, InputObjectState found, int match) throws ObjectStoreException {
    if (!type.equals(LongRunningAction.getType())) {
      return super.allObjUids(type, found, match);
    }
    var service = sagas.get();
    // The lock under which a saga is stored and made known: outside it a new saga would look like a forgotten one.
    synchronized (service) {
      var stored = new InputObjectState();
      if (!super.allObjUids(type, stored, match)) {
        return false;
      }
      var busy = service.getAll().stream()
          .filter(saga -> isBusy(service, saga))
          .map(saga -> LRAConstants.getLRAUid(saga.getLraId()))
          .collect(Collectors.toSet());
      try {
        var idle = new OutputObjectState();
        Uid uid;
        do {
          uid = UidHelper.unpackFrom(stored);
          if (!busy.contains(uid.fileStringForm())) {
            UidHelper.packInto(uid, idle);
          }
        } while (!uid.equals(Uid.nullUid()));
        found.setBuffer(idle.buffer());
        return true;
      } catch (IOException e) {
        throw new ObjectStoreException(e);
      }
    }
  }

  /**
   * Open and in time, or being ended by some thread this very moment. An open one past its deadline has lost its alarm,
   * as after a restart: that one is for recovery.
   */
  private static boolean isBusy(LRAService service, LRAData saga) {
    if (saga.getStatus() == LRAStatus.Active) {
      return saga.getFinishTime() == 0 || System.currentTimeMillis() < saga.getFinishTime() + GRACE_MILLIS;
    }
    var lock = service.tryLockTransaction(saga.getLraId());
    if (lock == null) {
      return true;
    }
    lock.unlock();
    return false;
  }
}
