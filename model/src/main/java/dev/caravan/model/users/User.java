package dev.caravan.model.users;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** A person with roles. Someone is blocked as long as there is a reason for it. */
@Entity
@Table(schema = "users", name = "person")
public class User {

  @Id private String id;
  private String name;
  private @Nullable String email;
  @Enumerated(EnumType.STRING) private SortedSet<Role> roles;
  private @Nullable String blockedReason;
  private long ratingSum;
  private long ratingCount;
  @Column(updatable = false) private Instant createdAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected User() {}

  User(String id, NewUser wanted, Instant now) {
    this.id = id;
    this.name = wanted.name();
    this.email = wanted.email();
    this.roles = new TreeSet<>(wanted.roles());
    // As precise as the database is.
    this.createdAt = now.truncatedTo(ChronoUnit.MICROS);
  }

  boolean isAs(NewUser wanted) {
    return name.equals(wanted.name()) && Objects.equals(email, wanted.email())
        && roles.equals(new TreeSet<>(wanted.roles()));
  }

  /** Whether that is news: nobody is blocked twice for the same reason. */
  boolean block(String reason) {
    var news = !reason.equals(blockedReason);
    blockedReason = reason;
    return news;
  }

  /** Whether that is news. */
  boolean unblock() {
    var news = isBlocked();
    blockedReason = null;
    return news;
  }

  boolean is(Role role) {
    return roles.contains(role);
  }

  boolean isBlocked() {
    return blockedReason != null;
  }

  String id() {
    return id;
  }

  SortedSet<Role> roles() {
    return roles;
  }

  UserView view() {
    return new UserView(id, name, email, roles, isBlocked(), blockedReason,
        is(Role.RUNNER) ? UserView.Rating.of(ratingSum, ratingCount) : null, createdAt);
  }
}
