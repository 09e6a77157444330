package dev.caravan.config;

import dev.caravan.model.delivery.DeliveryPolicy;
import dev.caravan.model.orders.CancellationPolicy;
import dev.caravan.model.orders.FeePolicy;
import dev.caravan.model.orders.Status;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.time.Duration;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a delivery costs and how long people may take for it.
 *
 * @param fees ISO 4217 code to delivery fee in minor units
 * @param platformFeeBasisPoints hundredths of a per cent of the goods
 * @param cancellation what a runner is paid of the delivery fee when the customer calls the order off
 * @param offer until a runner accepts
 * @param arrival from there to the store or kitchen
 * @param purchase from there to the purchase
 * @param collection from there until the goods are in hand
 * @param departure from there until they are on their way
 * @param way from there to the customer's door
 * @param approval until the customer answers a question
 * @param unreachable how long the runner waits at the door
 * @param confirmation until a delivery counts as confirmed
 */
@ConfigurationProperties("caravan.delivery")
record DeliverySettings(
    Map<String, Long> fees, int platformFeeBasisPoints, Cancellation cancellation, Duration offer, Duration arrival,
    Duration purchase, Duration collection, Duration departure, Duration way, Duration approval, Duration unreachable,
    Duration confirmation) {

  record Cancellation(int acceptedPercent, int onSitePercent) {}

  /** @throws IllegalArgumentException for a currency that the runtime does not know */
  FeePolicy feePolicy() {
    return new FeePolicy(fees.entrySet().stream().collect(Collectors.toUnmodifiableMap(
        fee -> Currency.getInstance(fee.getKey().toUpperCase(Locale.ROOT)).getCurrencyCode(), Map.Entry::getValue)),
        platformFeeBasisPoints);
  }

  CancellationPolicy cancellationPolicy() {
    return new CancellationPolicy(cancellation.acceptedPercent(), cancellation.onSitePercent());
  }

  DeliveryPolicy deliveryPolicy() {
    return new DeliveryPolicy(offer,
        Map.of(Status.ACCEPTED, arrival, Status.ON_SITE, purchase, Status.PURCHASED, collection,
            Status.COLLECTED, departure, Status.ON_THE_WAY, way),
        approval, unreachable, confirmation);
  }
}
