package dev.caravan.model;

import com.github.f4b6a3.uuid.UuidCreator;

import java.util.UUID;

/** Identifiers that sort by the time of their making: UUID version 7, RFC 9562. */
public final class Ids {

  /** Ids chosen by others: customers, and orders that bring their own. */
  public static final String CHOSEN = "[A-Za-z0-9._-]{1,64}";

  private Ids() {}

  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }
}
