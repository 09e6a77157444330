package dev.caravan.config;

import dev.caravan.model.orders.Address;
import dev.caravan.model.orders.Start;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an order is taken to mean that is started without saying so: who pays and how, what is sent, and the house's own address.
 *
 * @param paymentMethod as the gateway knows it
 * @param sku of which one is sent
 */
@ConfigurationProperties("caravan.start")
record StartSettings(String customer, String paymentMethod, String sku, String street, String city, String state, String zip) {

  Start.Defaults defaults() {
    return new Start.Defaults(customer, paymentMethod, sku, new Address(null, null, street, city, state, zip, null));
  }
}
