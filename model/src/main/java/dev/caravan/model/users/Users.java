package dev.caravan.model.users;

import dev.caravan.model.Created;
import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import dev.caravan.model.Refusal;
import dev.caravan.model.Turns;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The people that Caravan knows. What is told of them is public, so it names roles and nothing personal. */
@Named("users")
public class Users {

  private static final String ACTOR = "users";

  @PersistenceContext
  private Session database;

  private final EventLog events;
  private final Clock clock;

  public Users(EventLog events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** {@link Created}, or the user's view if it was registered just like that before, or why not. */
  @Transactional
  public Outcome register(NewUser wanted) {
    var id = wanted.id() == null ? Ids.next().toString() : wanted.id();
    Turns.await(database, "user", id);
    var known = database.find(User.class, id);
    if (known != null) {
      return known.isAs(wanted) ? known.view() : Refusal.of("user-exists", "id", "There is another user " + id + ".");
    }
    var user = new User(id, wanted, clock.instant());
    database.persist(user);
    tell(user, "user.registered", ACTOR);
    return new Created("users/" + id, user.view());
  }

  @Transactional
  public Outcome one(String id) {
    return find(id).<Outcome>map(User::view).orElse(unknown(id));
  }

  /** A user's e-mail address, if there is one. */
  @Transactional
  public Optional<String> addressOf(String userId) {
    return find(userId).map(user -> user.view().email());
  }

  /**
   * Users by id, without their e-mail addresses. All parameters may be null; a wrong one is refused by its name.
   *
   * @param cursor the id after which the page begins
   */
  @Transactional
  public Outcome list(@Nullable String role, @Nullable String limit, @Nullable String cursor) {
    var wantedSize = Paged.size(limit);
    if (wantedSize.isEmpty()) {
      return Paged.WRONG_SIZE;
    }
    int size = wantedSize.getAsInt();
    if (role != null && Arrays.stream(Role.values()).noneMatch(known -> known.name().equals(role))) {
      return Refusal.of("invalid", "role", "must be one of " + Arrays.toString(Role.values()));
    }
    if (cursor != null && !cursor.matches(Ids.NEW)) {
      return Refusal.of("invalid", "cursor", "must be one that a former page gave");
    }
    var users = database.createQuery(
            "from User where id > :after and array_includes(roles, :roles) order by id", User.class)
        .setParameter("after", cursor == null ? "" : cursor)
        .setParameter("roles", role == null ? new TreeSet<>() : only(Role.valueOf(role)))
        .setMaxResults(size + 1).getResultStream().map(user -> user.view().withoutEmail()).toList();
    return users.size() > size
        ? new UserView.Page(users.subList(0, size), users.get(size - 1).id()) : new UserView.Page(users, null);
  }

  /** Ids of those in this role who are not blocked, at most {@value Paged#MAX_SIZE}. */
  @Transactional
  public List<String> inRole(Role role) {
    return database.createQuery(
            "select id from User where array_includes(roles, :roles) and blockedReason is null order by id", String.class)
        .setParameter("roles", only(role)).setMaxResults(Paged.MAX_SIZE).getResultList();
  }

  @Transactional
  public Outcome block(String id, Block block, String actor) {
    return change(id, user -> user.block(block.reason()), "user.blocked", actor);
  }

  @Transactional
  public Outcome unblock(String id, String actor) {
    return change(id, User::unblock, "user.unblocked", actor);
  }

  /** Why this customer's request is refused, by the field {@code customerId}; empty if it is not. */
  @Transactional
  public Optional<Refusal> refusalOfCustomer(String userId) {
    return refusalOf(userId, Role.CUSTOMER, "user-not-found", "customerId");
  }

  /** Why this customer's request is refused if anybody may make it who is not blocked; empty if it is not. */
  @Transactional
  public Optional<Refusal> refusalOfBlocked(String userId) {
    return find(userId).filter(User::isBlocked).map(user -> blocked(userId, "customerId"));
  }

  /** Why this runner's request is refused, by the field {@code runnerId}; empty if it is not. */
  @Transactional
  public Optional<Refusal> refusalOfRunner(String userId) {
    return refusalOf(userId, Role.RUNNER, "runner-not-found", "runnerId");
  }

  /**
   * Counts a rating in the caller's transaction. No two ratings are lost in each other, not even in one transaction.
   *
   * @param stars 1 to 5
   * @throws NoSuchElementException if there is no such runner
   */
  @Transactional(TxType.MANDATORY)
  public void rated(String runnerId, int stars) {
    if (stars < 1 || stars > 5) {
      throw new IllegalArgumentException(stars + " stars");
    }
    var updated = database.createMutationQuery("""
            update versioned User set ratingSum = ratingSum + :stars, ratingCount = ratingCount + 1
            where id = :id and array_includes(roles, :roles)""")
        .setParameter("stars", stars).setParameter("id", runnerId).setParameter("roles", only(Role.RUNNER)).executeUpdate();
    if (updated == 0) {
      throw new NoSuchElementException("no runner " + runnerId);
    }
  }

  private Outcome change(String id, Predicate<User> change, String fact, String actor) {
    var user = database.find(User.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (user == null) {
      return unknown(id);
    }
    if (change.test(user)) {
      tell(user, fact, actor);
    }
    return user.view();
  }

  private void tell(User user, String fact, String actor) {
    events.record(fact, user.id(), Map.of("roles", user.roles()), actor, null);
  }

  private Optional<Refusal> refusalOf(String userId, Role role, String notFound, String field) {
    var user = find(userId).filter(known -> known.is(role));
    if (user.isEmpty()) {
      return Optional.of(Refusal.of(notFound, field, "There is no " + role.name().toLowerCase(Locale.ROOT) + " " + userId + "."));
    }
    return user.filter(User::isBlocked).map(blocked -> blocked(userId, field));
  }

  private Optional<User> find(String id) {
    return Optional.ofNullable(database.find(User.class, id));
  }

  private static SortedSet<Role> only(Role role) {
    return new TreeSet<>(Set.of(role));
  }

  private static Refusal blocked(String id, String field) {
    return Refusal.of("user-blocked", field, "The user " + id + " is blocked.");
  }

  private static Refusal unknown(String id) {
    return Refusal.of("not-found", "There is no user " + id + ".");
  }
}
