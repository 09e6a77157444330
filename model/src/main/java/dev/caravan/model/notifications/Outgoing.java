package dev.caravan.model.notifications;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;

import java.util.Optional;

/** What leaves the house. Every call to the outside stands between two transactions. */
@Named("outgoing")
public class Outgoing {

  private final Departures departures;
  private final Deliveries deliveries;
  private final Webhooks webhooks;
  private final Mailer mailer;
  private final WebhookCaller caller;

  public Outgoing(Departures departures, Deliveries deliveries, Webhooks webhooks, Mailer mailer, WebhookCaller caller) {
    this.departures = departures;
    this.deliveries = deliveries;
    this.webhooks = webhooks;
    this.mailer = mailer;
    this.caller = caller;
  }

  /** Sends a notification that is due. */
  public void send(String notificationId) {
    departures.begin(notificationId).ifPresent(letter -> departures.answered(notificationId, mailer.send(letter)));
  }

  /** Makes a call that is due. */
  public void call(String deliveryId) {
    deliveries.begin(deliveryId).ifPresent(call ->
        deliveries.answered(deliveryId, caller.post(call.url(), call.secret(), call.message())));
  }

  /** A new webhook with its secret, or why not; names are looked up for that. */
  public Outcome register(NewWebhook wanted) {
    Optional<Outcome> refusal = wanted.refusal().map(Outcome.class::cast);
    return refusal.or(() -> caller.objection(wanted.url()).map(reason -> Refusal.of("invalid", "url", reason)))
        .orElseGet(() -> webhooks.add(wanted));
  }
}
