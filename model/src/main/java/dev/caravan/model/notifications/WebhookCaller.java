package dev.caravan.model.notifications;

import dev.caravan.model.events.Event;

import java.util.Optional;

/** Whoever posts messages to webhooks. */
public interface WebhookCaller {

  /** Why nothing may be posted to this URL, as the sentence "url must …"; empty where it may. */
  Optional<String> objection(String url);

  /** Posts a message, signed; whatever goes wrong is in the answer. */
  Attempt post(String url, String secret, Event message);
}
