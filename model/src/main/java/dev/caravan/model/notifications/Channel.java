package dev.caravan.model.notifications;

/** How a notification reaches its user. */
public enum Channel {
  /** It waits in the application until it is looked for. */
  IN_APP,
  /** It is sent to the address that the user is registered with. */
  EMAIL,
  /** It is posted to the webhooks that are registered for the user. */
  WEBHOOK
}
