package dev.caravan.model.tasks;

import dev.caravan.model.Ids;
import dev.caravan.model.Listing;
import dev.caravan.model.Listing.Sort;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Times;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.transaction.Transactional;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads tasks. */
@Named("taskQueries")
public class TaskQueries {

  private static final Listing<Task, UUID> LISTING =
      new Listing<>(Task.class, "createdAt", Task::createdAt, Task::id, UUID::fromString);

  /** By the word that asks for it. */
  private static final Map<String, Sort<Task, ?>> SORTS = Map.of(
      "createdAt", new Sort<Task, Instant>("createdAt", false, Task::createdAt, Instant::parse),
      "updatedAt", new Sort<Task, Instant>("updatedAt", false, Task::updatedAt, Instant::parse),
      "dueDate", new Sort<Task, Instant>("dueOrder", false, Task::dueOrder, Instant::parse),
      "priority", new Sort<Task, Integer>("urgency", false, Task::urgency, Integer::valueOf),
      "title", new Sort<Task, String>("title", false, Task::title, Function.identity()));

  private static final int MAX_EXPORT = 10_000;

  @PersistenceContext
  private EntityManager database;

  private final Schedules schedules;

  public TaskQueries(Schedules schedules) {
    this.schedules = schedules;
  }

  /**
   * Which tasks are wanted; whatever is null may be anything.
   *
   * @param status one status, or {@code live} for what is still to be done
   * @param dueFrom ISO 8601 time, inclusive
   * @param dueTo ISO 8601 time, exclusive
   * @param q words of the title or the description
   * @param deleted true for those that were deleted, and no others
   */
  record Filter(
      @Nullable String status, @Nullable String priority, @Nullable String assignee, @Nullable String assigneeRole,
      @Nullable String owner, @Nullable String tag, @Nullable String orderId, @Nullable String scheduleId, @Nullable String duty,
      @Nullable String dueFrom, @Nullable String dueTo, @Nullable String q, @Nullable String deleted) {

    static final String LIVE = "live";
  }

  /**
   * What is asked for by the names of {@link Filter}, {@code sort} (an attribute, with a minus before it for descending),
   * {@code limit} and {@code cursor}; a wrong one is refused by its name.
   */
  @Transactional
  public Outcome list(Map<String, ?> parameters) {
    return asked(parameters, (filter, sort) -> LISTING.page(
        database, attributes(filter), conditions(filter), sort, text(parameters, "limit"), text(parameters, "cursor"),
        (tasks, next) -> new TaskView.Page(tasks.stream().map(Task::view).toList(), next)));
  }

  /** {@link Exported}: all that is asked for as of {@link #list}, at most 10,000 at once; or why not. */
  @Transactional
  public Outcome export(Map<String, ?> parameters) {
    return asked(parameters, (filter, sort) -> LISTING.all(
        database, attributes(filter), conditions(filter), sort, MAX_EXPORT,
        tasks -> new Exported(schedules.exported(tasks))));
  }

  private static Outcome asked(Map<String, ?> parameters, BiFunction<Filter, Sort<Task, ?>, Outcome> answer) {
    Function<String, @Nullable String> ask = name -> text(parameters, name);
    var filter = new Filter(ask.apply("status"), ask.apply("priority"), ask.apply("assignee"), ask.apply("assigneeRole"),
        ask.apply("owner"), ask.apply("tag"), ask.apply("orderId"), ask.apply("scheduleId"), ask.apply("duty"),
        ask.apply("dueFrom"), ask.apply("dueTo"), ask.apply("q"), ask.apply("deleted"));
    var wish = Optional.ofNullable(ask.apply("sort")).orElse("-createdAt");
    var sort = SORTS.get(wish.replaceFirst("^-", ""));
    if (sort == null) {
      return Refusal.of("invalid", "sort", "must be one of " + SORTS.keySet().stream().sorted().toList() + ", descending with a - before it");
    }
    return refusal(filter).<Outcome>map(Function.identity())
        .orElseGet(() -> answer.apply(filter, wish.startsWith("-") ? descending(sort) : sort));
  }

  private static @Nullable String text(Map<String, ?> parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).map(Object::toString).orElse(null);
  }

  private static <V extends Comparable<? super V>> Sort<Task, V> descending(Sort<Task, V> sort) {
    return new Sort<>(sort.attribute(), true, sort.of(), sort.read());
  }

  private static Map<String, Optional<String>> attributes(Filter filter) {
    var wanted = new HashMap<String, Optional<String>>();
    wanted.put("status", Optional.ofNullable(filter.status()).filter(status -> !status.equals(Filter.LIVE)));
    wanted.put("priority", Optional.ofNullable(filter.priority()));
    wanted.put("assignee", Optional.ofNullable(filter.assignee()));
    wanted.put("assigneeRole", Optional.ofNullable(filter.assigneeRole()));
    wanted.put("owner", Optional.ofNullable(filter.owner()));
    wanted.put("orderId", Optional.ofNullable(filter.orderId()));
    wanted.put("duty", Optional.ofNullable(filter.duty()));
    return wanted;
  }

  private static Optional<Refusal> refusal(Filter filter) {
    return Times.refusal("dueFrom", filter.dueFrom()).or(() -> Times.refusal("dueTo", filter.dueTo()))
        .or(() -> filter.deleted() == null || filter.deleted().matches("true|false") ? Optional.empty()
            : Optional.of(Refusal.of("invalid", "deleted", "must be true or false")))
        .or(() -> isUuid(filter.scheduleId()) ? Optional.empty()
            : Optional.of(Refusal.of("invalid", "scheduleId", "must be the id of a schedule")));
  }

  private static boolean isUuid(@Nullable String text) {
    return text == null || Ids.read(text).filter(id -> id.toString().equalsIgnoreCase(text)).isPresent();
  }

  private static Listing.Condition<Task> conditions(Filter filter) {
    return (task, builder) -> conditions(filter, task, (HibernateCriteriaBuilder) builder);
  }

  private static List<Predicate> conditions(Filter filter, Root<Task> task, HibernateCriteriaBuilder builder) {
    var conditions = new ArrayList<Predicate>();
    conditions.add("true".equals(filter.deleted()) ? builder.isNotNull(task.get("deletedAt")) : builder.isNull(task.get("deletedAt")));
    if (Filter.LIVE.equals(filter.status())) {
      conditions.add(task.get("status").in(EnumSet.of(Task.Status.OPEN, Task.Status.IN_PROGRESS)));
    }
    if (filter.scheduleId() != null) {
      conditions.add(builder.equal(task.get("scheduleId"), UUID.fromString(filter.scheduleId())));
    }
    Times.read(filter.dueFrom()).ifPresent(from -> conditions.add(builder.greaterThanOrEqualTo(task.get("dueAt"), from)));
    Times.read(filter.dueTo()).ifPresent(to -> conditions.add(builder.lessThan(task.get("dueAt"), to)));
    if (filter.tag() != null) {
      conditions.add(builder.isTrue(builder.sql("? @> jsonb_build_array(cast(? as text))", Boolean.class, task.get("tags"), builder.literal(filter.tag()))));
    }
    if (filter.q() != null) {
      conditions.add(builder.isTrue(builder.sql("tasks.words(?, ?) @@ websearch_to_tsquery('simple', ?)", Boolean.class,
          task.get("title"), task.get("description"), builder.literal(filter.q()))));
    }
    return conditions;
  }
}
