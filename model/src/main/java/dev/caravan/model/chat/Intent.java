package dev.caravan.model.chat;

import dev.caravan.model.tasks.Priority;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** What somebody asks for: one thing out of a closed set. Tasks are named in the person's own words, and looked up later. */
public sealed interface Intent {

  /** What it is called in answers. */
  String name();

  /**
   * A task is written.
   *
   * @param due null for one that is due at no time
   * @param rrule how it comes back, from when it is due
   * @param remind whether whoever wrote it is reminded when it is due, which then is at a time
   */
  record Create(
      String title, @Nullable When due, @Nullable String rrule, @Nullable LocalDate until, boolean remind, List<String> tags,
      @Nullable Priority priority) implements Intent {
    @Override
    public String name() {
      return "create";
    }
  }

  /**
   * Tasks that are still to be done are told; whatever is null may be anything.
   *
   * @param to exclusive
   * @param words of the title
   */
  record ListTasks(
      @Nullable LocalDate from, @Nullable LocalDate to, boolean overdue, @Nullable String tag, @Nullable Priority priority,
      @Nullable String words) implements Intent {
    @Override
    public String name() {
      return "list";
    }
  }

  /** What is done with a task that is there already. */
  sealed interface OfTask extends Intent {
    /** Words of its title, or its id. */
    String task();
  }

  record Complete(String task) implements OfTask {
    @Override
    public String name() {
      return "complete";
    }
  }

  record Delete(String task) implements OfTask {
    @Override
    public String name() {
      return "delete";
    }
  }

  record Reopen(String task) implements OfTask {
    @Override
    public String name() {
      return "reopen";
    }
  }

  /**
   * One of these.
   *
   * @param due a day keeps the task's time, a time keeps its day
   * @param by so much later than it was due, by the clock
   */
  record Reschedule(String task, @Nullable When due, @Nullable Duration by) implements OfTask {
    @Override
    public String name() {
      return "reschedule";
    }
  }

  record Snooze(String task, When until) implements OfTask {
    @Override
    public String name() {
      return "snooze";
    }
  }

  /** @param id null for the latest */
  record FindOrder(@Nullable String id) implements Intent {
    @Override
    public String name() {
      return "find-order";
    }
  }

  /** @param text what is ordered, in the person's own words */
  record PlaceOrder(String text) implements Intent {
    @Override
    public String name() {
      return "order";
    }
  }

  record Yes() implements Intent {
    @Override
    public String name() {
      return "yes";
    }
  }

  record No() implements Intent {
    @Override
    public String name() {
      return "no";
    }
  }

  record Help() implements Intent {
    @Override
    public String name() {
      return "help";
    }
  }

  /** Nothing is done; it has to be asked back. @param why what was not understood, and what can be said instead */
  record Ask(String why, Lack lack) implements Intent {
    @Override
    public String name() {
      return "ask";
    }
  }

  /** What has to come before anything is done. */
  enum Lack {
    /** Nothing was made of the words; somebody else may. */
    SENSE,
    /** The same words with a time after them would be understood. */
    TIME,
    /** It could mean several things, or is not done here, whoever understands it. */
    DECISION
  }
}
