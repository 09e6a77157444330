package dev.caravan.model.chat;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** What somebody was asked last and has not answered. Whatever is said next answers it, or lets it go. */
@Entity
@Table(schema = "chat", name = "conversation")
class Conversation {

  @Id private String userId;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable Pending pending;
  /** Words that would be understood with a time after them. */
  private @Nullable String unfinished;
  private @Nullable Instant expiresAt;

  @SuppressWarnings("NullAway.Init")
  protected Conversation() {}

  Conversation(String userId) {
    this.userId = userId;
  }

  /** From now on a yes means this. */
  void proposes(Pending pending, Instant expiresAt) {
    this.pending = pending;
    this.expiresAt = expiresAt;
  }

  /** From now on a time means these words with it. */
  void asksWhen(String words, Instant expiresAt) {
    this.unfinished = words;
    this.expiresAt = expiresAt;
  }

  void goesOn() {
    pending = null;
    unfinished = null;
    expiresAt = null;
  }

  Optional<Pending> pending(Instant now) {
    return isOpen(now) ? Optional.ofNullable(pending) : Optional.empty();
  }

  Optional<String> unfinished(Instant now) {
    return isOpen(now) ? Optional.ofNullable(unfinished) : Optional.empty();
  }

  private boolean isOpen(Instant now) {
    return expiresAt != null && now.isBefore(expiresAt);
  }
}
