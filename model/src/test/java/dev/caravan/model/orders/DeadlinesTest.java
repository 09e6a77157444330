package dev.caravan.model.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Money;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

class DeadlinesTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final Order order = TestOrders.of(Fulfilment.Type.SHIPMENT, null, new Money(100, "USD"), false);

  @Test
  void an_order_has_time_for_what_takes_less_than_half_of_what_its_deadline_leaves_before_the_reserve() {
    order.endsBy(NOW.plusSeconds(10));
    assertThat(hasTimeFor(Duration.ofMillis(4_499))).isTrue();
    assertThat(hasTimeFor(Duration.ofMillis(4_500))).isFalse();
  }

  @Test
  void an_order_without_a_deadline_has_all_time() {
    assertThat(hasTimeFor(Duration.ofDays(1))).isTrue();
  }

  private boolean hasTimeFor(Duration time) {
    var policy = new DeadlinePolicy(Duration.ofSeconds(15), Duration.ofHours(1), Duration.ofSeconds(1));
    return new Deadlines(null, null, policy, Clock.fixed(NOW, ZoneOffset.UTC)).haveTimeFor(order, time);
  }
}
