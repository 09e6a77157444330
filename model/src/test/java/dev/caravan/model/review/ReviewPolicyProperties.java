package dev.caravan.model.review;

import static dev.caravan.model.orders.Fulfilment.Type.PICKUP;
import static dev.caravan.model.orders.Fulfilment.Type.SHIPMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Money;
import dev.caravan.model.orders.Certainty;
import dev.caravan.model.orders.Fulfilment;
import dev.caravan.model.orders.TestOrders;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.List;
import java.util.Map;
import java.util.Set;

class ReviewPolicyProperties {

  private static final Money CHEAP = new Money(0, "USD");

  private static final ReviewPolicy NOTHING = policy(Map.of(), false, Set.of(), 0);

  private static ReviewPolicy policy(Map<String, Long> amounts, boolean firstOrder, Set<String> home, int confidence) {
    return new ReviewPolicy(Set.of(SHIPMENT), amounts, firstOrder, home, confidence, 60, ReviewPolicy.Expiry.REJECT);
  }

  @Property
  void an_order_above_the_amount_of_its_own_currency_is_looked_at(
      @ForAll @IntRange(max = 100_000) int most, @ForAll @IntRange(max = 100_000) int total) {
    var policy = policy(Map.of("USD", (long) most, "JPY", 0L), false, Set.of(), 0);
    assertThat(policy.reasons(TestOrders.of(SHIPMENT, null, new Money(total, "USD"), false), false, Certainty.FULL))
        .isEqualTo(total > most ? List.of("amount") : List.of());
    assertThat(policy.reasons(TestOrders.of(SHIPMENT, null, new Money(total, "EUR"), false), false, Certainty.FULL)).isEmpty();
  }

  @Property
  void an_order_that_is_less_surely_understood_is_looked_at(
      @ForAll @IntRange(max = 100) int least, @ForAll @IntRange(max = 100) int confidence) {
    assertThat(policy(Map.of(), false, Set.of(), least).reasons(TestOrders.of(SHIPMENT, null, CHEAP, false), false, new Certainty(confidence, false, false))
        .contains("confidence")).isEqualTo(confidence < least);
  }

  @Example
  void an_order_to_another_country_is_looked_at_where_there_is_a_home() {
    var policy = policy(Map.of(), false, Set.of("US", "CA"), 0);
    assertThat(policy.reasons(TestOrders.of(SHIPMENT, "FR", CHEAP, false), false, Certainty.FULL)).containsExactly("country");
    assertThat(policy.reasons(TestOrders.of(SHIPMENT, "CA", CHEAP, false), false, Certainty.FULL)).isEmpty();
    assertThat(policy.reasons(TestOrders.of(SHIPMENT, null, CHEAP, false), false, Certainty.FULL)).isEmpty();
    assertThat(NOTHING.reasons(TestOrders.of(SHIPMENT, "FR", CHEAP, false), false, Certainty.FULL)).isEmpty();
  }

  @Property
  void only_the_first_order_is_looked_at_for_being_the_first(@ForAll boolean asked, @ForAll boolean first) {
    assertThat(policy(Map.of(), asked, Set.of(), 0).reasons(TestOrders.of(SHIPMENT, null, CHEAP, false), first, Certainty.FULL)
        .contains("first-order")).isEqualTo(asked && first);
  }

  @Property
  void what_the_customer_asks_for_is_looked_at_whatever_it_is(@ForAll boolean asked, @ForAll Fulfilment.Type way) {
    var order = TestOrders.of(way, null, CHEAP, asked);
    assertThat(NOTHING.reasons(order, true, new Certainty(0, false, false)).contains("requested")).isEqualTo(asked);
    assertThat(NOTHING.concerns(order)).isEqualTo(asked || way == SHIPMENT);
  }

  @Property
  void the_other_rules_are_about_their_own_kinds_of_orders(@ForAll Fulfilment.Type way) {
    var strict = policy(Map.of("USD", 0L), true, Set.of("US"), 100);
    var order = TestOrders.of(way, way == PICKUP ? null : "FR", new Money(1, "USD"), true);
    assertThat(strict.reasons(order, true, new Certainty(99, false, false))).containsExactlyElementsOf(way == SHIPMENT
        ? List.of("requested", "amount", "first-order", "country", "confidence") : List.of("requested"));
  }
}
