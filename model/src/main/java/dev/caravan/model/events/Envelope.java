package dev.caravan.model.events;

/** How a fact is written for those who hear of it. */
public interface Envelope {

  /** The fact as text, the same every time. */
  String write(Event fact);
}
