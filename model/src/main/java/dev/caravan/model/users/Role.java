package dev.caravan.model.users;

/** What someone may be to Caravan. */
public enum Role {
  /** Orders. */
  CUSTOMER,
  /** Brings orders, and is rated for it. */
  RUNNER,
  /** Cooks and hands over. */
  STAFF,
  /** Runs the house. */
  OPERATOR
}
