package dev.caravan.model.orders;

/** What an order may hold, and has to give back when it fails. */
public enum Holding {
  STOCK, PAYMENT, ESCROW
}
