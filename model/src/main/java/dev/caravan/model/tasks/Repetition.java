package dev.caravan.model.tasks;

import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.List;

/** Tasks that come back: when one is done or skipped, the next occurrence is made, once whatever is repeated. */
@Named("repetition")
public class Repetition {

  private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);

  @PersistenceContext
  private Session database;

  private final Tasks tasks;
  private final Schedules schedules;
  private final Consequences consequences;
  private final Clock clock;

  public Repetition(Tasks tasks, Schedules schedules, Consequences consequences, Clock clock) {
    this.tasks = tasks;
    this.schedules = schedules;
    this.consequences = consequences;
    this.clock = clock;
  }

  @Transactional
  public void repeat(String taskId) {
    tasks.lock(taskId).ifPresent(this::repeat);
  }

  private void repeat(Task task) {
    consequences.came(task.id());
    if (!task.status().isClosed() || task.scheduleId() == null || task.occurrence() == null) {
      return;
    }
    var schedule = schedules.lock(task.scheduleId());
    var before = schedule.status();
    var now = clock.instant();
    for (var occurrence : schedule.after(task.occurrence(), task.completedAt(), now)) {
      var next = task.again(occurrence, schedule.due(occurrence), now);
      database.persist(next);
      tasks.tell(next, "task.created", Tasks.ACTOR, List.of());
      LOG.atInfo().addKeyValue("next", next.id()).log("task comes back");
    }
    if (schedule.status() != before) {
      schedules.tell(schedule, "schedule.ended", Tasks.ACTOR);
    }
  }
}
