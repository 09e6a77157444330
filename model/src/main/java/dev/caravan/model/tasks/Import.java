package dev.caravan.model.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.users.Role;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Tasks that come in from a file, one after the other. */
public record Import(List<? extends Entry> entries) implements Outcome {

  /** How many entries a file may have. */
  public static final int MAX = 1000;

  private static final Pattern UID = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,255}");

  /** Whether something can be known by this. */
  public static boolean isUid(String text) {
    return UID.matcher(text).matches();
  }

  /** By which something is known of which there is nothing but its content. */
  public static String uidOf(Object content) {
    return UUID.nameUUIDFromBytes(content.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** A task as it stands in a file. */
  public interface Entry {

    /** By which the task is known everywhere: {@link #isUid}. */
    String uid();

    /** In which line of the file it begins, from 1; null where that is not known. */
    @Nullable Integer line();

    /** {@link Wanted}, or why it cannot be read. @param former the task as it is, of which stays what the file has no word for */
    Outcome read(Exported.@Nullable Item former);
  }

  /** An entry that could be read. */
  public record Wanted(NewTask task) implements Outcome {

    /** @param reminders in the order that the task has them in */
    public static Wanted of(
        String title, @Nullable String description, Task.@Nullable Status status, @Nullable Priority priority, List<String> tags,
        @Nullable String dueDate, @Nullable String zone, List<NewReminder> reminders, @Nullable Recurrence recurrence,
        @Nullable String assignee, @Nullable Role assigneeRole, @Nullable String orderId, Exported.@Nullable Item former) {
      var first = reminders.isEmpty() ? null : reminders.get(0).at();
      return new Wanted(new NewTask(title, description, status, priority, tags, dueDate, zone, first,
          first == null ? reminders : reminders.subList(1, reminders.size()), null, recurrence, null, assignee, assigneeRole, orderId,
          former == null ? null : former.task().order()));
    }
  }

  /** What became of an entry. */
  public enum Kind {
    CREATED, UPDATED, UNCHANGED,
    /** The task had been deleted. */
    RESTORED,
    REFUSED;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A task that was taken in. */
  record Taken(Kind how, UUID id) implements Outcome {}

  /** What became of each entry, in order. */
  public record Results(List<Result> results) implements Outcome {}

  /**
   * @param index of the entry, from 0
   * @param id of the task
   * @param problem why it was refused
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(
      int index, @Nullable Integer line, String uid, Kind result, @Nullable UUID id, @Nullable Refusal problem) {}
}
