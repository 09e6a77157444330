package dev.caravan.model.tasks;

import dev.caravan.model.Refusal;
import dev.caravan.model.orders.Accepted;
import dev.caravan.model.orders.Intake;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;

import java.time.Clock;
import java.util.List;

/** Tasks that order something when they are due: done as soon as the order is taken in, which then goes the way of every order. */
@Named("standingOrders")
public class StandingOrders {

  private final Tasks tasks;
  private final Intake intake;
  private final Clock clock;

  public StandingOrders(Tasks tasks, Intake intake, Clock clock) {
    this.tasks = tasks;
    this.intake = intake;
    this.clock = clock;
  }

  /** The time of a task that orders something has come. An order that is not taken in leaves the task to people, with the reason. */
  @Transactional
  public void place(String taskId) {
    tasks.lock(taskId).ifPresent(this::place);
  }

  private void place(Task task) {
    var order = task.toOrder();
    var due = task.due();
    if (order.isEmpty() || due == null || due.at().isAfter(clock.instant())) {
      return;
    }
    var outcome = intake.receive(order.get(), null, null);
    if (outcome instanceof Accepted accepted) {
      task.ordered(accepted.orderId());
      tasks.close(task, Task.Status.COMPLETED, Closing.PLAINLY, Tasks.ACTOR);
    } else {
      task.couldNotOrder(why((Refusal) outcome), clock.instant());
      tasks.tell(task, "task.updated", Tasks.ACTOR, List.of("note", "priority"));
    }
  }

  private static String why(Refusal refusal) {
    return "It could not be ordered: " + (refusal.field() == null ? "" : refusal.field() + " ") + refusal.detail();
  }
}
