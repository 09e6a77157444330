package dev.caravan.model.orders;

/** Decides whether an order whose content is known may be placed as it is, or whether a person has to look at it first. */
public interface Admission {

  /** Whether there is anything to decide about it. */
  boolean concerns(Order order, Certainty certainty);

  /** Approves the order, or sends it to review. */
  void admit(Order order, Certainty certainty);

  /** Whether an order may go to this address as well; whoever is to look at it will see why that matters. */
  boolean allows(Order order, Address address);
}
