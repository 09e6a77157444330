package dev.caravan.model.tasks;

/** How much a task matters. */
public enum Priority {
  LOW, NORMAL, HIGH, URGENT
}
