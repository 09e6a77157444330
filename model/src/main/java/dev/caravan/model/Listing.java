package dev.caravan.model;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Lists entities in pages, latest first. A page goes on behind the time and the id with which the one before it ended.
 *
 * @param type the entity
 * @param time the attribute that holds its time
 * @param timeOf the value of that attribute
 * @param id reads an id
 * @param key the attribute that is its id
 */
public record Listing<T, I extends Comparable<I>>(
    Class<T> type, String time, Function<T, Instant> timeOf, Function<T, I> idOf, Function<String, I> id, String key) {

  /** Of an entity whose id is the attribute {@code id}. */
  public Listing(
      Class<T> type, String time, Function<T, Instant> timeOf, Function<T, I> idOf, Function<String, I> id) {
    this(type, time, timeOf, idOf, id, "id");
  }

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;
  private static final Pattern CURSOR = Pattern.compile("([0-9]{4}-[^ ]*) (" + Ids.CHOSEN + ")");

  /** What else has to be true of what is on the page. */
  @FunctionalInterface
  public interface Condition<T> {
    List<Predicate> of(Root<T> entity, CriteriaBuilder builder);
  }

  /** As {@link #page(EntityManager, Map, Condition, String, String, BiFunction)}, and nothing else has to be true. */
  public Outcome page(
      EntityManager database, Map<String, Optional<String>> wanted, @Nullable String limit, @Nullable String cursor,
      BiFunction<List<T>, @Nullable String, Outcome> answer) {
    return page(database, wanted, (entity, builder) -> List.of(), limit, cursor, answer);
  }

  /**
   * One page, or why there is none: whatever is asked wrongly is refused by its name.
   *
   * @param wanted by attribute, what it has to be; one that is empty may be anything
   * @param condition what else has to be true
   * @param limit 1 to 100, or null for 20
   * @param cursor what {@code answer} was given for the page before it, or null for the first
   * @param answer makes the page of what is on it and of the next page's cursor, which is null for the last
   */
  public Outcome page(
      EntityManager database, Map<String, Optional<String>> wanted, Condition<T> condition, @Nullable String limit,
      @Nullable String cursor, BiFunction<List<T>, @Nullable String, Outcome> answer) {
    int size = limit == null ? DEFAULT_LIMIT : limit.matches("[0-9]{1,4}") ? Integer.parseInt(limit) : 0;
    if (size < 1 || size > MAX_LIMIT) {
      return Refusal.of("invalid", "limit", "must be 1 to " + MAX_LIMIT);
    }
    var after = cursor == null ? null : read(cursor);
    if (cursor != null && after == null) {
      return Refusal.of("invalid", "cursor", "must be one that a former page gave");
    }
    var builder = database.getCriteriaBuilder();
    var query = builder.createQuery(type);
    var entity = query.from(type);
    var conditions = new ArrayList<>(condition.of(entity, builder));
    for (var attribute : wanted.keySet()) {
      var value = wanted.get(attribute);
      if (value != null && value.isPresent()) {
        var path = entity.get(attribute);
        var names = path.getJavaType().getEnumConstants();
        var known = names == null ? value : Arrays.stream(names).filter(each -> each.toString().equals(value.get())).findFirst();
        if (known.isEmpty()) {
          return Refusal.of("invalid", attribute, "must be one of " + Arrays.toString(names));
        }
        conditions.add(builder.equal(path, known.get()));
      }
    }
    if (after != null) {
      conditions.add(builder.or(
          builder.lessThan(entity.get(time), after.time()),
          builder.and(builder.equal(entity.get(time), after.time()), builder.lessThan(entity.get(key), after.id()))));
    }
    query.where(conditions.toArray(Predicate[]::new))
        .orderBy(builder.desc(entity.get(time)), builder.desc(entity.get(key)));
    var found = database.createQuery(query).setMaxResults(size + 1).getResultList();
    return found.size() > size
        ? answer.apply(found.subList(0, size), write(found.get(size - 1))) : answer.apply(found, null);
  }

  private record Place<I>(Instant time, I id) {}

  private String write(T last) {
    var place = timeOf.apply(last) + " " + idOf.apply(last);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable Place<I> read(String cursor) {
    try {
      var match = CURSOR.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      return match.matches() ? new Place<>(Instant.parse(match.group(1)), id.apply(match.group(2))) : null;
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return null;
    }
  }
}
