package dev.caravan.model.notifications;

/** How a notification reaches its user. */
public enum Channel {
  /** It waits in the application until it is looked for. */
  IN_APP
}
