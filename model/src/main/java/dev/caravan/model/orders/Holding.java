package dev.caravan.model.orders;

/** What an order may hold, and has to give back when it fails. */
public enum Holding {
  /** Ingredients that are reserved for it. */
  STOCK,
  /** A ticket on the kitchen's pass that is being cooked. */
  TICKET,
  /** What the kitchen has cooked. */
  MEAL,
  /** A runner who is bound to it. */
  RUNNER,
  /** A parcel that is packed for it, and perhaps announced to a carrier. */
  PARCEL,
  /** A parcel with the label of a former address, which its carrier may know of. */
  MISADDRESSED,
  /** The customer's money, held at the gateway but not taken. */
  PAYMENT,
  /** The customer's money, taken. */
  CHARGE,
  /** Its share of the escrow account. */
  ESCROW
}
