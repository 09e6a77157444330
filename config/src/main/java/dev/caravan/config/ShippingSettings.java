package dev.caravan.config;

import dev.caravan.model.shipping.ShippingPolicy;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.time.Duration;
import java.util.List;

/**
 * Who sends parcels.
 *
 * @param carriers in the order in which they are tried where a customer names nobody
 * @param attempts how often a silent carrier is asked, at least 1
 * @param backOff wait before the second attempt, doubled before every further one
 */
@ConfigurationProperties("caravan.shipping")
record ShippingSettings(List<String> carriers, int attempts, Duration backOff) {

  ShippingPolicy shippingPolicy() {
    return new ShippingPolicy(attempts, backOff);
  }
}
