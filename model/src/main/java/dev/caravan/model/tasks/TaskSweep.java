package dev.caravan.model.tasks;

import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

import java.time.Clock;
import java.util.UUID;

/** Does for tasks what a lost command should have done. */
@Named("taskSweep")
public class TaskSweep {

  @PersistenceContext
  private Session database;

  private final Reminders reminders;
  private final StandingOrders standingOrders;
  private final TaskPolicy policy;
  private final Clock clock;

  public TaskSweep(Reminders reminders, StandingOrders standingOrders, TaskPolicy policy, Clock clock) {
    this.reminders = reminders;
    this.standingOrders = standingOrders;
    this.policy = policy;
    this.clock = clock;
  }

  /** Reminds and orders where the time for it has been over for long, at most {@code limit} each. */
  @Transactional
  public void catchUp(int limit) {
    var since = clock.instant().minus(policy.patience());
    database.createNativeQuery("select id from tasks.task where remind_at < :since order by remind_at limit :limit for update skip locked", UUID.class)
        .addSynchronizedQuerySpace("tasks.task").setParameter("since", since).setParameter("limit", limit).getResultList()
        .forEach(id -> reminders.remind(id.toString()));
    database.createNativeQuery("""
            select id from tasks.task where order_due_at < :since order by order_due_at limit :limit for update skip locked""", UUID.class)
        .addSynchronizedQuerySpace("tasks.task").setParameter("since", since).setParameter("limit", limit).getResultList()
        .forEach(id -> standingOrders.place(id.toString()));
  }
}
