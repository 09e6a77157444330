package dev.caravan.model.orders;

import java.util.EnumSet;
import java.util.Set;

/** Where an order stands, and where it may go from there. */
public enum Status {
  RECEIVED, ANALYZED,
  /** A person has to say yes to it. */
  IN_REVIEW,
  RESERVED, PAID, CONFIRMED, PREPARING, READY,
  /** Offered to runners. */
  AVAILABLE,
  ACCEPTED, ON_SITE, PURCHASED, COLLECTED, ON_THE_WAY, DELIVERED,
  /** On its way to a carrier. */
  SHIPPING,
  /** A carrier has it. */
  SHIPPED,
  /** Done. */
  COMPLETED,
  /** Whatever it holds is being taken back. */
  COMPENSATING,
  /** An undo keeps failing; an operator has to look. It still ends as soon as the undo succeeds. */
  COMPENSATION_FAILED,
  /** It could not be placed. */
  REJECTED,
  /** It was placed, and taken back later. */
  CANCELLED;

  private static final Set<Status> ENDS = EnumSet.of(COMPLETED, REJECTED, CANCELLED);
  private static final Set<Status> UNDOING = EnumSet.of(COMPENSATING, COMPENSATION_FAILED);

  public boolean isEnd() {
    return ENDS.contains(this);
  }

  public boolean isUndoing() {
    return UNDOING.contains(this);
  }

  /** Whether the order is still on its way to be confirmed, so that its saga may undo it. */
  public boolean isBeingPlaced() {
    return compareTo(CONFIRMED) < 0;
  }

  public boolean mayBecome(Status next) {
    return nexts().contains(next);
  }

  private Set<Status> nexts() {
    return switch (this) {
      case RECEIVED -> EnumSet.of(ANALYZED, IN_REVIEW, RESERVED, COMPENSATING, REJECTED, CANCELLED);
      case ANALYZED -> EnumSet.of(IN_REVIEW, RESERVED, COMPENSATING, REJECTED, CANCELLED);
      case IN_REVIEW -> EnumSet.of(ANALYZED, REJECTED, CANCELLED);
      case RESERVED -> EnumSet.of(PAID, COMPENSATING);
      case PAID -> EnumSet.of(CONFIRMED, COMPENSATING);
      case CONFIRMED -> EnumSet.of(PREPARING, AVAILABLE, SHIPPING, COMPENSATING);
      case PREPARING -> EnumSet.of(READY, COMPENSATING);
      case READY -> EnumSet.of(COLLECTED, COMPENSATING);
      case AVAILABLE -> EnumSet.of(ACCEPTED, COMPENSATING);
      case ACCEPTED -> EnumSet.of(ON_SITE, AVAILABLE, COMPENSATING);
      case ON_SITE -> EnumSet.of(PURCHASED, AVAILABLE, COMPENSATING);
      case PURCHASED -> EnumSet.of(COLLECTED, COMPENSATING);
      case COLLECTED -> EnumSet.of(COMPLETED, ON_THE_WAY, COMPENSATING);
      case ON_THE_WAY -> EnumSet.of(DELIVERED, COMPENSATING);
      case DELIVERED -> EnumSet.of(COMPLETED);
      case SHIPPING -> EnumSet.of(SHIPPED, COMPENSATING);
      case SHIPPED -> EnumSet.of(COMPLETED);
      case COMPENSATING -> EnumSet.of(REJECTED, CANCELLED, COMPENSATION_FAILED);
      case COMPENSATION_FAILED -> EnumSet.of(REJECTED, CANCELLED);
      case COMPLETED, REJECTED, CANCELLED -> EnumSet.noneOf(Status.class);
    };
  }
}
