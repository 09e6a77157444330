package dev.caravan.model.chat;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How an intent stands in a corpus: its name, and each of its fields that says anything. */
public final class Intents {

  private Intents() {}

  /** Such as {@code create | title=buy milk | due=2026-03-12}. @param home the zone that goes without saying */
  public static String written(Intent intent, ZoneId home) {
    var said = fields(intent, home).entrySet().stream().filter(field -> !field.getValue().isEmpty() && !field.getValue().equals("false"))
        .map(field -> field.getKey() + "=" + field.getValue());
    return Stream.concat(Stream.of(intent.name()), said).collect(Collectors.joining(" | "));
  }

  private static Map<String, String> fields(Intent intent, ZoneId home) {
    var fields = new LinkedHashMap<String, String>();
    if (intent instanceof Intent.Create create) {
      var due = Optional.ofNullable(create.due());
      fields.put("title", create.title());
      fields.put("due", due.map(When::text).orElse(""));
      fields.put("rrule", Objects.toString(create.rrule(), ""));
      fields.put("until", Objects.toString(create.until(), ""));
      fields.put("zone", due.map(When::zone).filter(zone -> !zone.equals(home)).map(ZoneId::getId).orElse(""));
      fields.put("remind", String.valueOf(create.remind()));
      fields.put("tags", String.join(",", create.tags()));
      fields.put("priority", Objects.toString(create.priority(), ""));
    } else if (intent instanceof Intent.ListTasks list) {
      fields.put("from", Objects.toString(list.from(), ""));
      fields.put("to", Objects.toString(list.to(), ""));
      fields.put("overdue", String.valueOf(list.overdue()));
      fields.put("tag", Objects.toString(list.tag(), ""));
      fields.put("priority", Objects.toString(list.priority(), ""));
      fields.put("words", Objects.toString(list.words(), ""));
    } else if (intent instanceof Intent.OfTask known) {
      fields.put("task", known.task());
      if (known instanceof Intent.Reschedule reschedule) {
        fields.put("due", Optional.ofNullable(reschedule.due()).map(When::text).orElse(""));
        fields.put("by", Objects.toString(reschedule.by(), ""));
      } else if (known instanceof Intent.Snooze snooze) {
        fields.put("until", snooze.until().text());
      }
    } else if (intent instanceof Intent.FindOrder find) {
      fields.put("id", Objects.toString(find.id(), ""));
    } else if (intent instanceof Intent.PlaceOrder order) {
      fields.put("text", order.text());
    }
    return fields;
  }
}
