package dev.caravan.model.shipping;

import dev.caravan.model.orders.Address;

import java.util.Set;

/**
 * Those who carry parcels. A parcel is handed over only when its booking is confirmed, so one that never was confirmed has
 * gone nowhere.
 */
public interface Carrier {

  /** What a carrier says. */
  sealed interface Answer {
    /** It takes the parcel, or has given its booking up. @param trackingNumber what the carrier knows the parcel by */
    record Done(String trackingNumber) implements Answer {}

    /** @param code stable, kebab-case, such as {@code address-not-served} */
    record Declined(String code) implements Answer {}

    /** No answer, or none that says what happened: ask again with the same key. */
    record Unknown(String why) implements Answer {}
  }

  /**
   * A parcel as a carrier has to know it.
   *
   * @param key of the shipment: the same key again is the same parcel
   */
  record Parcel(String key, String carrier, Address address) {}

  /** Books the parcel with its carrier. */
  Answer book(Parcel parcel);

  /** Gives the booking up, or makes sure that there never will be one, also where the answer to {@link #book} never came. */
  Answer cancel(Parcel parcel);

  /** The carriers that can be booked. */
  Set<String> names();
}
