package dev.caravan.deploy;

import dev.caravan.model.orders.Status;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An order that is sent as it has to be, written anew from docs/lifecycle.md: what each signal is answered, how the order may
 * end, and what its history says of who did that. What changes is a copy.
 */
final class ExpectedShipment implements Cloneable, Worlds.World<ExpectedShipment> {

  /**
   * @param words what was ordered in words, empty for none
   * @param latest when what is not with a carrier is taken back
   * @param approvedByTime what becomes of an order that nobody looked at
   */
  record Terms(
      String customer, String words, boolean review, String method, List<String> carriers, Instant created, Instant deadline,
      Instant latest, boolean approvedByTime) {}

  enum Phase {
    /** Its words have not been understood yet. */
    UNREAD,
    IN_REVIEW,
    /** On its way to a carrier. */
    GOING,
    SENT,
    /** Turned back, or away. */
    TURNED
  }

  enum Review { NONE, PENDING, APPROVED, REJECTED, EXPIRED }

  /** In which nobody is asked twice, by the settings of tests. */
  private static final Duration HURRY = Duration.ofMillis(1500);

  final Terms terms;
  Phase phase = Phase.UNREAD;
  Review review = Review.NONE;
  String address;
  String reason = "";
  Status end = Status.COMPLETED;
  /** What the history says of whoever decided something, in order. */
  List<String> told = List.of();
  /** No step may go forward any more. */
  boolean late;
  boolean reviewLate;
  /** Answers of the gateway to a hold get lost. */
  boolean gatewayFails;
  /** Answers of carriers get lost. */
  boolean carrierFails;
  /** Commands come twice. */
  boolean repeated;
  /** Its saga may have run out of time. */
  boolean sagaLate;

  private ExpectedShipment(Terms terms, String address) {
    this.terms = terms;
    this.address = address;
  }

  static Set<ExpectedShipment> started(Terms terms, String address) {
    var order = new ExpectedShipment(terms, address);
    return (terms.words().isEmpty() ? order.admitted() : order).later();
  }

  /** At this time, by the application's clock. */
  ExpectedShipment at(Instant now) {
    return with(next -> {
      next.late |= !now.isBefore(terms.latest());
      next.reviewLate |= !now.isBefore(terms.created().plus(Duration.between(terms.created(), terms.deadline()).multipliedBy(2).dividedBy(3)));
      next.repeated |= now.isAfter(terms.created().plus(HURRY));
    });
  }

  Worlds.Answer<ExpectedShipment> unchanged(int code) {
    return new Worlds.Answer<>(code, this);
  }

  Worlds.Answer<ExpectedShipment> then(Consumer<ExpectedShipment> change) {
    return new Worlds.Answer<>(200, with(change));
  }

  Worlds.Answer<ExpectedShipment> cancels(String who) {
    var why = who.equals(terms.customer()) ? "cancelled-by-customer" : "cancelled";
    return reason.equals(why) ? unchanged(202) : isOver() ? refused("cancel", "too-late", who)
        : taken(turned(why, Status.CANCELLED, who));
  }

  Worlds.Answer<ExpectedShipment> goesTo(String where, String who) {
    if (where.equals(address)) {
      return unchanged(202);
    } else if (isOver()) {
      return refused("update-address", "too-late", who);
    } else if (isAbroad(where) && phase != Phase.UNREAD && review != Review.PENDING && review != Review.APPROVED) {
      return refused("update-address", "review-needed", who);
    }
    return taken(with(next -> {
      next.address = where;
      next.tells("to " + where + " by " + who);
    }));
  }

  Worlds.Answer<ExpectedShipment> approves(String who) {
    return phase == Phase.IN_REVIEW ? taken(approved(Review.APPROVED, who))
        : review == Review.APPROVED ? unchanged(202) : refused("approve", "too-late", who);
  }

  Worlds.Answer<ExpectedShipment> rejects(String who) {
    return phase == Phase.IN_REVIEW ? taken(turned("review-rejected", Status.REJECTED, who).with(next -> next.review = Review.REJECTED))
        : review == Review.REJECTED ? unchanged(202) : refused("reject", "too-late", who);
  }

  @Override
  public Set<ExpectedShipment> later() {
    var all = new HashSet<>(Set.of(this));
    nexts().forEach(next -> all.addAll(next.later()));
    return all;
  }

  private Set<ExpectedShipment> nexts() {
    var nexts = new HashSet<ExpectedShipment>();
    if (late && !isOver()) {
      nexts.add(turned("deadline-exceeded", Status.CANCELLED, "orders"));
    }
    switch (phase) {
      case UNREAD -> nexts.add(terms.words().contains("fog") ? turned("not-understood", Status.REJECTED, "analysis") : admitted());
      case IN_REVIEW -> {
        if (reviewLate) {
          nexts.add(terms.approvedByTime() ? approved(Review.EXPIRED, "review") : turned("review-expired", Status.REJECTED, "review"));
        }
      }
      case GOING -> {
        if (sagaLate) {
          nexts.add(turned("placement-timeout", Status.REJECTED, "orders"));
        }
        switch (terms.method()) {
          case "card-declined" -> nexts.add(turned("payment-declined", Status.REJECTED, "payments"));
          case "card-expiring" -> nexts.add(turned("payment-declined", Status.CANCELLED, "payments"));
          default -> goesForward(nexts);
        }
        if (gatewayFails || terms.method().equals("card-processor-error")) {
          nexts.add(turned("payment-unavailable", Status.REJECTED, "payments"));
        }
      }
      case SENT, TURNED -> {
      }
    }
    return nexts;
  }

  private void goesForward(Set<ExpectedShipment> nexts) {
    if (!late && !terms.method().equals("card-processor-error")) {
      if (!terms.carriers().stream().allMatch(ExpectedShipment::neverTakes)) {
        nexts.add(with(next -> next.phase = Phase.SENT));
      }
      if (terms.carriers().stream().allMatch(mayNotTake())) {
        nexts.add(turned("not-shippable", Status.CANCELLED, "orders"));
      }
    }
  }

  private static boolean neverTakes(String carrier) {
    return carrier.equals("carrier-declined") || carrier.equals("carrier-down");
  }

  private Predicate<String> mayNotTake() {
    return carrier -> carrierFails || neverTakes(carrier)
        || repeated && (carrier.equals("carrier-slow") || carrier.equals("carrier-timeout"));
  }

  private ExpectedShipment admitted() {
    return terms.review() || isAbroad(address) ? with(next -> {
      next.phase = Phase.IN_REVIEW;
      next.review = Review.PENDING;
    }) : approved(Review.NONE, "review");
  }

  private ExpectedShipment approved(Review decision, String who) {
    return with(next -> {
      next.phase = Phase.GOING;
      next.review = decision;
      next.tells("approved by " + who);
    });
  }

  private ExpectedShipment turned(String why, Status how, String who) {
    return with(next -> {
      next.phase = Phase.TURNED;
      next.reason = why;
      next.end = how;
      next.tells("turned " + why + " by " + who);
    });
  }

  private boolean isOver() {
    return phase == Phase.SENT || phase == Phase.TURNED;
  }

  private static boolean isAbroad(String where) {
    return where.contains("country");
  }

  private void tells(String what) {
    told = Stream.concat(told.stream(), Stream.of(what)).toList();
  }

  private static Worlds.Answer<ExpectedShipment> taken(ExpectedShipment next) {
    return new Worlds.Answer<>(202, next);
  }

  private Worlds.Answer<ExpectedShipment> refused(String signal, String code, String who) {
    return new Worlds.Answer<>(409, with(next -> next.tells("refused " + signal + " " + code + " by " + who)));
  }

  ExpectedShipment with(Consumer<ExpectedShipment> change) {
    try {
      var next = (ExpectedShipment) clone();
      change.accept(next);
      return next;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Object> everything() {
    return Arrays.asList(phase, review, address, reason, end, told, late, reviewLate, gatewayFails, carrierFails, repeated, sagaLate);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExpectedShipment that && everything().equals(that.everything());
  }

  @Override
  public int hashCode() {
    return everything().hashCode();
  }

  @Override
  public String toString() {
    return everything().toString();
  }
}
