package dev.caravan.model;

import com.github.f4b6a3.uuid.UuidCreator;

import java.util.UUID;

/** Identifiers that sort by the time of their making: UUID version 7, RFC 9562. */
public final class Ids {

  private Ids() {}

  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }
}
