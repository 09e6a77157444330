package dev.caravan.model.tasks;

import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.users.Users;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reminds of tasks, once per reminder, whoever has to do them: the assignee, or else everybody in the role, or else the owner. */
@Named("reminders")
public class Reminders {

  private final Tasks tasks;
  private final Users users;
  private final EventLog events;
  private final Clock clock;

  public Reminders(Tasks tasks, Users users, EventLog events, Clock clock) {
    this.tasks = tasks;
    this.users = users;
    this.events = events;
    this.clock = clock;
  }

  /** The time of a reminder of this task has come. */
  @Transactional
  public void remind(String taskId) {
    tasks.lock(taskId).filter(Task::isLive).ifPresent(task -> {
      var due = task.fire(clock.instant());
      if (!due.isEmpty()) {
        tasks.ring(task);
        due.forEach(reminder -> tell(task, reminder));
      }
    });
  }

  private void tell(Task task, Reminder reminder) {
    var data = new HashMap<String, Object>(Map.of(
        Event.TASK_ID, task.id().toString(), "reminderId", reminder.id(), "title", task.title(), "remindAt", reminder.remindAt(),
        "users", concerned(task)));
    var due = task.due();
    if (due != null) {
      data.put("dueDate", due.text());
      data.put("dueAt", due.at());
    }
    if (task.orderId() != null) {
      data.put(Event.ORDER_ID, task.orderId());
    }
    events.record("reminder.triggered", task.id().toString(), data, Tasks.ACTOR, null);
  }

  private List<String> concerned(Task task) {
    if (task.assignee() != null) {
      return List.of(task.assignee());
    }
    if (task.assigneeRole() != null) {
      return users.inRole(task.assigneeRole());
    }
    return task.owner() == null ? List.of() : List.of(task.owner());
  }
}
