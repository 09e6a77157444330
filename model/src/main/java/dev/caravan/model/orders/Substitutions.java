package dev.caravan.model.orders;

/** What a customer wants where something is short that was ordered. */
public enum Substitutions {
  /** To be asked whether something else may stand in for it. */
  ASK,
  /** All of it or nothing. */
  NEVER
}
