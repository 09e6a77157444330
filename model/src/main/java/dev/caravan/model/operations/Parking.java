package dev.caravan.model.operations;

import dev.caravan.model.Ids;
import dev.caravan.model.events.EventLog;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Optional;

/**
 * Keeps the order of a subject's facts for subscriptions that the broker does not hold up: once a fact could not be taken
 * in, those that come after it wait with it, until an operator has all of them told again or gives one up.
 */
@Named("parking")
public class Parking {

  @PersistenceContext
  private Session database;

  private final EventLog events;
  private final Clock clock;

  public Parking(EventLog events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** What is to be done with a message. */
  public enum Turn {
    /** It may be taken in. */
    NOW,
    /** It may be taken in, and when it has been its subject is {@link #resumed}. */
    RESUMES,
    /** It is a dead letter and waits behind one. */
    WAITS,
    /** It has come too early and will come again. */
    AGAIN
  }

  /** Whether it is this message's turn; if it is not, that has been seen to. */
  @Transactional
  public Turn turn(Undelivered message) {
    var subject = message.subject();
    var parked = subject == null ? Optional.<Tuple>empty() : find(message.subscription(), subject);
    if (parked.isEmpty()) {
      return Turn.NOW;
    }
    var resumesAt = parked.get().get("resumes_at", Long.class);
    var fact = message.fact();
    if (resumesAt == null || fact == null || !events.has(fact)) {
      bury(message, "It waits behind a dead letter.");
      return Turn.WAITS;
    }
    if (fact > resumesAt) {
      // It was on its way when the earlier one was told again; told now, it comes after that.
      events.publishAgain(fact);
      return Turn.AGAIN;
    }
    return fact.equals(resumesAt) ? Turn.RESUMES : Turn.NOW;
  }

  /** The message cannot be taken in: it is a dead letter, and its subject waits. */
  @Transactional
  public void park(Undelivered message, String error) {
    bury(message, error);
    var subject = message.subject();
    if (subject != null) {
      resumeAt(null, message.subscription(), subject);
    }
  }

  /** The message with which its subject was to go on has been taken in. */
  @Transactional
  public void resumed(Undelivered message) {
    database.createNativeQuery("""
            delete from operations.parked_subject
            where subscription = :subscription and subject = :subject and resumes_at = :fact""")
        .setParameter("subscription", message.subscription()).setParameter("subject", message.subject())
        .setParameter("fact", message.fact()).executeUpdate();
  }

  /** Has everything of the subject that waits told again, in order; if nothing does, nothing waits any more. */
  void tellAgain(String subscription, String subject) {
    find(subscription, subject);
    var facts = database.createNativeQuery("""
            update operations.dead_letter l set dealt_with_at = :now
            where subscription = :subscription and subject = :subject and dealt_with_at is null
              and exists (select from events.event e where e.seq = l.fact)
            returning fact""", Long.class)
        .setParameter("now", clock.instant()).setParameter("subscription", subscription).setParameter("subject", subject)
        .getResultList().stream().sorted().toList();
    if (facts.isEmpty()) {
      database.createNativeQuery("delete from operations.parked_subject where subscription = :subscription and subject = :subject")
          .setParameter("subscription", subscription).setParameter("subject", subject).executeUpdate();
    } else {
      facts.forEach(events::publishAgain);
      resumeAt(facts.get(0), subscription, subject);
    }
  }

  private Optional<Tuple> find(String subscription, String subject) {
    return database.createNativeQuery("""
            select resumes_at from operations.parked_subject
            where subscription = :subscription and subject = :subject for update""", Tuple.class)
        .setParameter("subscription", subscription).setParameter("subject", subject).getResultStream().findFirst();
  }

  private void resumeAt(@Nullable Long fact, String subscription, String subject) {
    database.createNativeQuery("""
            insert into operations.parked_subject (subscription, subject, resumes_at)
            values (:subscription, :subject, cast(:fact as bigint))
            on conflict (subscription, subject) do update set resumes_at = excluded.resumes_at""")
        .setParameter("subscription", subscription).setParameter("subject", subject).setParameter("fact", fact).executeUpdate();
  }

  /** A message that comes a second time, because nobody noted that it had come, is one letter. */
  private void bury(Undelivered message, String error) {
    database.createNativeQuery("""
            insert into operations.dead_letter (id, address, order_id, fact, body, died_at, subscription, subject, error)
            select :id, :topic, :order, cast(:fact as bigint), :body, :now, :subscription, :subject, :error
            where not exists (select from operations.dead_letter
              where subscription = :subscription and fact = cast(:fact as bigint) and dealt_with_at is null)""")
        .setParameter("id", Ids.next()).setParameter("topic", message.topic()).setParameter("order", message.orderId())
        .setParameter("fact", message.fact()).setParameter("body", message.body()).setParameter("now", clock.instant())
        .setParameter("subscription", message.subscription()).setParameter("subject", message.subject())
        .setParameter("error", error).executeUpdate();
  }
}
