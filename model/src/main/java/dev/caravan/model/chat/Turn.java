package dev.caravan.model.chat;

import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Paged;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What somebody said, and what came of it. */
@Entity
@Immutable
@Table(schema = "chat", name = "turn")
public class Turn {

  @Id private UUID id;
  private String userId;
  private String message;
  @JdbcTypeCode(SqlTypes.JSON) private Reply reply;
  private Instant saidAt;

  @SuppressWarnings("NullAway.Init")
  protected Turn() {}

  Turn(String userId, String message, Reply reply, Instant saidAt) {
    this.id = Ids.next();
    this.userId = userId;
    this.message = message;
    this.reply = reply;
    this.saidAt = saidAt;
  }

  UUID id() {
    return id;
  }

  Instant saidAt() {
    return saidAt;
  }

  View view() {
    return new View(id, message, reply.reply(), reply.actions(), saidAt);
  }

  /** As its reader sees it. */
  public record View(UUID id, String message, String reply, List<Reply.Action> actions, Instant at) {}

  /** One page of a conversation, latest first. */
  public record Page(List<View> turns, @Nullable String next) implements Paged {}

  /** @param forgotten how many turns there were */
  public record Forgotten(int forgotten) implements Outcome {}
}
