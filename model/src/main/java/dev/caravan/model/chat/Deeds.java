package dev.caravan.model.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.model.Ids;
import dev.caravan.model.Precondition;
import dev.caravan.model.analysis.OrderText;
import dev.caravan.model.chat.Reply.Action;
import dev.caravan.model.chat.Reply.State;
import dev.caravan.model.menu.Dish;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.menu.Size;
import dev.caravan.model.menu.Wish;
import dev.caravan.model.orders.NewOrder;
import dev.caravan.model.orders.OrderQueries;
import dev.caravan.model.orders.OrderView;
import dev.caravan.model.tasks.Batch;
import dev.caravan.model.tasks.Snooze;
import dev.caravan.model.tasks.TaskQueries;
import dev.caravan.model.tasks.TaskView;
import dev.caravan.model.tasks.Tasks;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an intent comes to for somebody: what the API tells or takes of that person's own tasks and orders. Changes nothing. */
@Named("deeds")
class Deeds {

  private static final int MAX_TOLD = 10;
  private static final String LIVE = "live";
  private static final Set<String> ARTICLES = Set.of("the", "a", "an", "my");

  private final TaskQueries taskQueries;
  private final Tasks tasks;
  private final OrderQueries orders;
  private final Menu menu;
  private final ChatPolicy policy;

  Deeds(TaskQueries taskQueries, Tasks tasks, OrderQueries orders, Menu menu, ChatPolicy policy) {
    this.taskQueries = taskQueries;
    this.tasks = tasks;
    this.orders = orders;
    this.menu = menu;
    this.policy = policy;
  }

  /** @param now by the clock of whoever asks */
  Plan plan(Intent intent, String user, ZonedDateTime now) {
    if (intent instanceof Intent.Create create) {
      return create(create, now.getZone());
    }
    if (intent instanceof Intent.ListTasks list) {
      return list(list, user, now);
    }
    if (intent instanceof Intent.OfTask known) {
      return known(known, user, now);
    }
    if (intent instanceof Intent.FindOrder find) {
      return find.id() == null ? latestOrder(user) : order(find.id(), user);
    }
    return intent instanceof Intent.PlaceOrder order ? purchase(order.text(), user)
        : new Plan.Nothing(Reply.of(intent instanceof Intent.Ask ask ? ask.why() : Sentence.HINT));
  }

  // Tasks

  private static Plan create(Intent.Create create, ZoneId home) {
    var task = JsonNodeFactory.instance.objectNode().put("title", create.title());
    var due = create.due();
    task.put("zone", (due == null ? home : due.zone()).getId());
    if (due != null) {
      task.put("dueDate", due.text());
    }
    if (create.rrule() != null) {
      var recurrence = task.putObject("recurrence").put("rrule", create.rrule());
      if (create.until() != null) {
        recurrence.put("until", create.until().toString());
      }
    }
    if (create.remind()) {
      task.putArray("reminders").addObject().put("before", "PT0S");
    }
    create.tags().forEach(task.withArray("tags")::add);
    if (create.priority() != null) {
      task.put("priority", create.priority().name());
    }
    var again = create.rrule() == null ? "" : ", and again by the rule " + create.rrule();
    var when = due == null ? "" : ", due " + due.written() + (due.zone().equals(home) ? "" : " (" + due.zone() + ")") + again;
    return change("create", new Batch.Operation(Batch.Kind.CREATE, null, task, null, null, null),
        "“%s” is written down%s.%s".formatted(create.title(), when, create.remind() ? " I will remind you then." : ""),
        "write down “%s”%s".formatted(create.title(), when), true);
  }

  private Plan known(Intent.OfTask intent, String user, ZonedDateTime now) {
    var found = called(intent.task(), user, intent instanceof Intent.Reopen ? List.of("COMPLETED", "SKIPPED") : List.of(LIVE));
    if (found.size() == 1) {
      return change(intent, found.get(0), now);
    }
    return nothing(found.isEmpty() ? "None of your tasks %s is called “%s”. Ask me to list your tasks."
            .formatted(intent instanceof Intent.Reopen ? "that are done" : "that are still to be done", intent.task())
        : "%d tasks match “%s”: %s. Which one? Say more of its title, or its id.".formatted(found.size(), intent.task(),
            found.stream().limit(MAX_TOLD).map(task -> "%s (%s)".formatted(line(task, now), task.id())).collect(Collectors.joining("; "))));
  }

  /** Those that somebody wrote or has to do and whose title is this; if there is none, whose title has all of these words. */
  private List<TaskView> called(String name, String user, List<String> statuses) {
    var id = Ids.read(name);
    if (id.isPresent()) {
      return tasks.one(name) instanceof TaskView task && (user.equals(task.owner()) || user.equals(task.assignee())) ? List.of(task) : List.of();
    }
    var words = words(name);
    if (words.isEmpty()) {
      return List.of();
    }
    var found = statuses.stream().flatMap(status -> mine(user, Map.of("status", status, "q", String.join(" ", words))))
        .filter(task -> words(task.title()).containsAll(words)).toList();
    var exact = found.stream().filter(task -> isCalled(task, name)).toList();
    return exact.isEmpty() ? found : exact;
  }

  private static boolean isCalled(TaskView task, String name) {
    return words(task.title()).equals(words(name));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}]+")).filter(word -> !word.isEmpty() && !ARTICLES.contains(word)).toList();
  }

  /** What somebody wrote or has to do, a hundred of each at most, earliest due first. */
  Stream<TaskView> mine(String user, Map<String, String> filter) {
    var found = new LinkedHashMap<UUID, TaskView>();
    for (var part : List.of("owner", "assignee")) {
      var asked = new HashMap<>(filter);
      asked.putAll(Map.of(part, user, "limit", "100", "sort", "dueDate"));
      if (taskQueries.list(asked) instanceof TaskView.Page page) {
        page.tasks().forEach(task -> found.putIfAbsent(task.id(), task));
      }
    }
    return found.values().stream();
  }

  private Plan change(Intent.OfTask intent, TaskView task, ZonedDateTime now) {
    var title = task.title();
    if (intent instanceof Intent.Reschedule reschedule) {
      return reschedule(reschedule, task, now);
    }
    if (intent instanceof Intent.Snooze snooze) {
      var until = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment(snooze.until()));
      return change("snooze", new Batch.Operation(Batch.Kind.SNOOZE, id(task), null, null, new Snooze(until, null), tag(task)),
          "“%s” is put off until %s.".formatted(title, snooze.until().written()), "put off “%s” until %s".formatted(title, snooze.until().written()), true);
    }
    if (intent instanceof Intent.Complete) {
      return change("complete", operation(Batch.Kind.COMPLETE, task), "“%s” is done.".formatted(title), "mark “%s” as done".formatted(title), true);
    }
    if (intent instanceof Intent.Reopen) {
      return change("reopen", operation(Batch.Kind.REOPEN, task), "“%s” is to be done again.".formatted(title), "reopen “%s”".formatted(title), true);
    }
    return change("delete", operation(Batch.Kind.DELETE, task), "“%s” is deleted; it can be restored for a while.".formatted(title),
        "delete “%s”".formatted(title), isCalled(task, intent.task()) || Ids.read(intent.task()).isPresent());
  }

  private Plan reschedule(Intent.Reschedule intent, TaskView task, ZonedDateTime now) {
    var before = due(task, now.getZone());
    var due = intent.due() == null ? later(before, intent.by()) : filled(intent.due(), before);
    if (due == null) {
      return nothing("“%s” has no %s yet. Say a day%s.".formatted(task.title(), before == null ? "day" : "time", before == null ? "" : " and a time"));
    }
    if (due.isPast(now)) {
      return nothing(due.written() + " has passed.");
    }
    var text = due.time() == null ? due.text() : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment(due));
    var patch = JsonNodeFactory.instance.objectNode().put("dueDate", text);
    return change("reschedule", new Batch.Operation(Batch.Kind.PATCH, id(task), patch, null, null, tag(task)),
        "“%s” is due %s now.".formatted(task.title(), due.written()), "have “%s” due %s".formatted(task.title(), due.written()), true);
  }

  /** With the day or the time that it had, where none was said. */
  private static @Nullable When filled(When wanted, @Nullable When before) {
    var day = wanted.day() != null ? wanted.day() : before == null ? null : before.day();
    return day == null ? null : new When(day, wanted.time() != null || before == null ? wanted.time() : before.time(), wanted.zone());
  }

  private static @Nullable When later(@Nullable When before, @Nullable Duration by) {
    if (before == null || by == null || before.time() == null && by.toSeconds() % Duration.ofDays(1).toSeconds() != 0) {
      return null;
    }
    return before.time() == null ? new When(requireNonNull(before.day()).plusDays(by.toDays()), null, before.zone()) : When.at(local(before).plus(by), before.zone());
  }

  private static LocalDateTime local(When when) {
    return requireNonNull(when.day()).atTime(requireNonNull(when.time()));
  }

  private static ZonedDateTime moment(When when) {
    return local(when).atZone(when.zone());
  }

  private static @Nullable When due(TaskView task, ZoneId zone) {
    var due = task.dueDate();
    return due == null ? null : due.contains("T") ? When.at(OffsetDateTime.parse(due).atZoneSameInstant(zone).toLocalDateTime(), zone)
        : new When(LocalDate.parse(due), null, zone);
  }

  private static Batch.Operation operation(Batch.Kind kind, TaskView task) {
    return new Batch.Operation(kind, id(task), null, null, null, tag(task));
  }

  private static String id(TaskView task) {
    return task.id().toString();
  }

  private static String tag(TaskView task) {
    return Precondition.tag(task);
  }

  private static Plan change(String action, Batch.Operation operation, String done, String wanted, boolean sure) {
    return new Plan.Change(new Deed(action, operation, done, wanted, sure));
  }

  private Plan list(Intent.ListTasks wanted, String user, ZonedDateTime now) {
    var filter = new HashMap<String, String>(Map.of("status", LIVE));
    Optional.ofNullable(wanted.from()).ifPresent(day -> filter.put("dueFrom", start(day, now.getZone())));
    Optional.ofNullable(wanted.to()).ifPresent(day -> filter.put("dueTo", start(day, now.getZone())));
    Optional.ofNullable(wanted.tag()).ifPresent(tag -> filter.put("tag", tag));
    Optional.ofNullable(wanted.priority()).ifPresent(priority -> filter.put("priority", priority.name()));
    Optional.ofNullable(wanted.words()).ifPresent(words -> filter.put("q", String.join(" ", words(words))));
    if (wanted.overdue()) {
      filter.put("dueTo", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now));
    }
    var found = mine(user, filter).filter(task -> !wanted.overdue() || Optional.ofNullable(due(task, now.getZone())).filter(due -> due.isPast(now)).isPresent())
        .toList();
    var more = found.size() > MAX_TOLD ? "\nand %d more".formatted(found.size() - MAX_TOLD) : "";
    var reply = found.isEmpty() ? "There is nothing like that to be done."
        : found.stream().limit(MAX_TOLD).map(task -> "- " + line(task, now))
            .collect(Collectors.joining("\n", found.size() == 1 ? "One task:\n" : found.size() + " tasks:\n", more));
    return new Plan.Nothing(new Reply(reply, List.of(new Action("list", State.DONE, null, found.stream().map(Deeds::id).toList(), null, null))));
  }

  private static String start(LocalDate day, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(day.atStartOfDay(zone));
  }

  private static String line(TaskView task, ZonedDateTime now) {
    var due = due(task, now.getZone());
    return task.title() + (due == null ? "" : ", due " + due.written()) + switch (task.priority()) {
      case HIGH -> ", high priority";
      case URGENT -> ", urgent";
      case LOW, NORMAL -> "";
    };
  }

  // Orders

  private Plan latestOrder(String user) {
    return orders.list(Map.of("customerId", user, "limit", "1")) instanceof OrderQueries.Page page && !page.orders().isEmpty()
        ? order(page.orders().get(0).id(), user) : nothing("You have not ordered anything yet.");
  }

  private Plan order(String id, String user) {
    if (!(orders.one(id) instanceof OrderView order) || !order.customerId().equals(user)) {
      return nothing("You have no order " + id + ".");
    }
    var waiting = orders.status(id) instanceof OrderView.Short now && now.waitingFor() != null ? ", waiting for: " + now.waitingFor() : "";
    var items = order.items().isEmpty() ? "" : " (" + items(order.items()) + ")";
    var reason = order.detail() == null ? "" : " " + order.detail();
    return new Plan.Nothing(new Reply("Order %s%s is %s%s.%s".formatted(id, items, order.status(), waiting, reason),
        List.of(Action.ofOrder("find-order", State.DONE, id))));
  }

  private Plan purchase(String text, String user) {
    var reading = OrderText.read(text, menu.catalogue());
    if (!reading.isClear()) {
      return nothing((reading.understood().isEmpty() ? "" : "I understand “%s”, but ".formatted(String.join("”, “", reading.understood())))
          + "I do not find “%s” on the menu, or am not sure how it is meant.".formatted(
              reading.notUnderstood().isEmpty() ? text : String.join("”, “", reading.notUnderstood())));
    }
    return purchase(reading.wishes(), user);
  }

  /** The same again, for what it costs now. */
  Plan purchase(NewOrder order) {
    return purchase(requireNonNull(order.items()).stream().map(line -> new Wish(requireNonNull(line.sku()),
        line.size() == null ? Size.REGULAR : line.size(), line.quantity(), listed(line.with()), listed(line.without()))).toList(), order.customerId());
  }

  private static List<String> listed(@Nullable List<String> skus) {
    return skus == null ? List.of() : skus;
  }

  private Plan purchase(List<Wish> wishes, String user) {
    var priced = menu.price(wishes);
    if (priced instanceof Menu.Refused refused) {
      return new Plan.Nothing(new Reply(refused.refusal().detail(), List.of(Action.refused("order", null, refused.refusal()))));
    }
    var items = ((Menu.Priced) priced).items();
    var total = menu.total(items);
    var lines = wishes.stream().map(wish -> new NewOrder.Line(wish.sku(), wish.quantity(), wish.size() == Size.REGULAR ? null : wish.size(),
        wish.with().isEmpty() ? null : wish.with(), wish.without().isEmpty() ? null : wish.without(), null, null)).toList();
    var order = new NewOrder(user, null, lines, null, new NewOrder.Payment(policy.paymentMethod()), null, null, null, null, null);
    return new Plan.Purchase(order, total, "%s: %s in all, paid by %s, to be collected at the counter".formatted(
        items(items), total.written(), policy.paymentMethod()));
  }

  private String items(List<Item> items) {
    return items.stream().map(item -> item.quantity() + " × " + (item.size() == Size.REGULAR ? "" : item.size().name().toLowerCase(Locale.ROOT) + " ")
        + item.name() + toppings(" with ", item.with()) + toppings(" without ", item.without())).collect(Collectors.joining(", "));
  }

  private String toppings(String joined, List<String> skus) {
    return skus.isEmpty() ? ""
        : joined + skus.stream().map(sku -> menu.dish(sku).map(Dish::name).orElse(sku).toLowerCase(Locale.ROOT)).collect(Collectors.joining(" and "));
  }

  private static Plan nothing(String reply) {
    return new Plan.Nothing(Reply.of(reply));
  }
}
