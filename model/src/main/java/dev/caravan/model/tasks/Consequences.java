package dev.caravan.model.tasks;

import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

import java.time.Clock;
import java.util.UUID;

/** What has still to follow from facts about tasks, so that it does even if a command is lost. */
@Named("consequences")
public class Consequences {

  @PersistenceContext
  private Session database;

  private final EventLog events;
  private final TaskPolicy policy;
  private final Clock clock;

  public Consequences(EventLog events, TaskPolicy policy, Clock clock) {
    this.events = events;
    this.policy = policy;
    this.clock = clock;
  }

  /** Something has to follow from this fact. */
  @Transactional(TxType.MANDATORY)
  void follow(UUID taskId, Event fact) {
    database.createNativeQuery("insert into tasks.consequence (fact, task_id, told_at) values (:fact, :task, :now)")
        .addSynchronizedQuerySpace("tasks.consequence")
        .setParameter("fact", fact.seq()).setParameter("task", taskId).setParameter("now", clock.instant()).executeUpdate();
  }

  /** What had to follow from facts about this task has come. */
  @Transactional(TxType.MANDATORY)
  void came(UUID taskId) {
    database.createNativeQuery("delete from tasks.consequence where task_id = :task").addSynchronizedQuerySpace("tasks.consequence")
        .setParameter("task", taskId).executeUpdate();
  }

  /** Has the facts told again whose consequences have not come for long, at most {@code limit}. Whoever acts on one takes it in. */
  @Transactional
  public int tellAgain(int limit) {
    database.createNativeQuery("""
            delete from tasks.consequence c using events.event e
            where e.seq = c.fact and exists (
              select from events.inbox i where i.event_id = e.id and i.subscriber in ('orders', 'review', 'inventory'))""")
        .addSynchronizedQuerySpace("tasks.consequence").executeUpdate();
    var late = database.createNativeQuery("""
            update tasks.consequence set told_at = :now where fact in
              (select fact from tasks.consequence where told_at < :since order by told_at limit :limit for update skip locked)
            returning fact""", Long.class).addSynchronizedQuerySpace("tasks.consequence")
        .setParameter("now", clock.instant()).setParameter("since", clock.instant().minus(policy.patience()))
        .setParameter("limit", limit).getResultList();
    late.forEach(events::publishAgain);
    return late.size();
  }
}
