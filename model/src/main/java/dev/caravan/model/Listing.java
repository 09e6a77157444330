package dev.caravan.model;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
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
import java.util.stream.Stream;

/**
 * Lists entities in pages, latest first if nothing else is wanted. A page goes on behind the value and the id with which the one
 * before it ended.
 *
 * @param type the entity
 * @param time the attribute that holds its time
 * @param timeOf the value of that attribute
 * @param id reads an id
 * @param key the attribute that is its id
 */
public record Listing<T, I extends Comparable<? super I>>(
    Class<T> type, String time, Function<T, Instant> timeOf, Function<T, I> idOf, Function<String, I> id, String key) {

  /** Of an entity whose id is the attribute {@code id}. */
  public Listing(
      Class<T> type, String time, Function<T, Instant> timeOf, Function<T, I> idOf, Function<String, I> id) {
    this(type, time, timeOf, idOf, id, "id");
  }

  private static final Pattern CURSOR = Pattern.compile("(" + Ids.CHOSEN + ") (.*)", Pattern.DOTALL);

  /** What else has to be true of what is on the page. */
  @FunctionalInterface
  public interface Condition<T> {
    List<Predicate> of(Root<T> entity, CriteriaBuilder builder);
  }

  /**
   * By what a list is sorted.
   *
   * @param attribute that is never null
   * @param of its value
   * @param read the value that was written as text; throws {@link IllegalArgumentException} or {@link DateTimeParseException} if there is none
   */
  public record Sort<T, V extends Comparable<? super V>>(String attribute, boolean descending, Function<T, V> of, Function<String, V> read) {}

  /** As {@link #page(EntityManager, Map, Condition, Sort, String, String, BiFunction)}, latest first, and nothing else has to be true. */
  public Outcome page(
      EntityManager database, Map<String, Optional<String>> wanted, @Nullable String limit, @Nullable String cursor,
      BiFunction<List<T>, @Nullable String, Outcome> answer) {
    return page(database, wanted, (entity, builder) -> List.of(), limit, cursor, answer);
  }

  /** As {@link #page(EntityManager, Map, Condition, Sort, String, String, BiFunction)}, latest first. */
  public Outcome page(
      EntityManager database, Map<String, Optional<String>> wanted, Condition<T> condition, @Nullable String limit,
      @Nullable String cursor, BiFunction<List<T>, @Nullable String, Outcome> answer) {
    return page(database, wanted, condition, new Sort<>(time, true, timeOf, Instant::parse), limit, cursor, answer);
  }

  /**
   * One page, or why there is none: whatever is asked wrongly is refused by its name.
   *
   * @param wanted by attribute, what it has to be; one that is empty may be anything
   * @param condition what else has to be true
   * @param sort its order; equal ones are in the order of their ids
   * @param limit 1 to 100, or null for 20
   * @param cursor what {@code answer} was given for the page before it, or null for the first
   * @param answer makes the page of what is on it and of the next page's cursor, which is null for the last
   */
  public <V extends Comparable<? super V>> Outcome page(
      EntityManager database, Map<String, Optional<String>> wanted, Condition<T> condition, Sort<T, V> sort, @Nullable String limit,
      @Nullable String cursor, BiFunction<List<T>, @Nullable String, Outcome> answer) {
    var wantedSize = Paged.size(limit);
    if (wantedSize.isEmpty()) {
      return Paged.WRONG_SIZE;
    }
    int size = wantedSize.getAsInt();
    var after = cursor == null ? null : read(cursor, sort);
    if (cursor != null && after == null) {
      return Refusal.of("invalid", "cursor", "must be one that a former page gave");
    }
    return find(database, wanted, condition, sort, after, size + 1, found -> found.size() > size
        ? answer.apply(found.subList(0, size), write(found.get(size - 1), sort)) : answer.apply(found, null));
  }

  /**
   * All of them at once, or why not: more than {@code max} are refused by {@code limit}.
   *
   * @param wanted by attribute, what it has to be; one that is empty may be anything
   * @param condition what else has to be true
   */
  public <V extends Comparable<? super V>> Outcome all(
      EntityManager database, Map<String, Optional<String>> wanted, Condition<T> condition, Sort<T, V> sort, int max,
      Function<List<T>, Outcome> answer) {
    return find(database, wanted, condition, sort, null, max + 1, found -> found.size() > max
        ? Refusal.of("invalid", "limit", "is " + max + " at once: ask for less") : answer.apply(found));
  }

  private <V extends Comparable<? super V>> Outcome find(
      EntityManager database, Map<String, Optional<String>> wanted, Condition<T> condition, Sort<T, V> sort,
      @Nullable Place<I, V> after, int max, Function<List<T>, Outcome> answer) {
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
    Expression<V> value = entity.get(sort.attribute());
    Expression<I> id = entity.get(key);
    if (after != null) {
      conditions.add(builder.or(
          behind(builder, sort, value, after.value()),
          builder.and(builder.equal(value, after.value()), behind(builder, sort, id, after.id()))));
    }
    query.where(conditions.toArray(Predicate[]::new))
        .orderBy(Stream.of(value, id).map(by -> sort.descending() ? builder.desc(by) : builder.asc(by)).toList());
    return answer.apply(database.createQuery(query).setMaxResults(max).getResultList());
  }

  private static <C extends Comparable<? super C>> Predicate behind(CriteriaBuilder builder, Sort<?, ?> sort, Expression<C> value, C last) {
    return sort.descending() ? builder.lessThan(value, last) : builder.greaterThan(value, last);
  }

  private record Place<I, V>(I id, V value) {}

  private String write(T last, Sort<T, ?> sort) {
    var place = idOf.apply(last) + " " + sort.of().apply(last);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private <V extends Comparable<? super V>> @Nullable Place<I, V> read(String cursor, Sort<T, V> sort) {
    try {
      var match = CURSOR.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      return match.matches() ? new Place<>(id.apply(match.group(1)), sort.read().apply(match.group(2))) : null;
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return null;
    }
  }
}
