package dev.caravan.routes.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class OrderJourneyTest {

  private final Map<String, String> settings =
      Map.of("caravan.kitchen.ready-by-itself", "false", "caravan.orders.collected-by-itself", "false");

  private DefaultCamelContext camel;
  private ProducerTemplate journey;

  @BeforeEach
  void everyCommandGoesToAMockOfItsName() throws Exception {
    camel = start(settings);
    journey = camel.createProducerTemplate();
  }

  private static final Map<String, Object> PICKUP = Map.of("fulfilment", "PICKUP", "admitted", true);
  private static final Map<String, Object> COURIER = Map.of("fulfilment", "COURIER", "admitted", true);
  private static final Map<String, Object> SHIPMENT = Map.of("fulfilment", "SHIPMENT", "admitted", false);

  private static DefaultCamelContext start(Map<String, String> settings) throws Exception {
    var camel = new DefaultCamelContext();
    camel.addComponent("mock", new MockComponent());
    camel.addComponent("direct", new DirectComponent());
    camel.getPropertiesComponent().addPropertiesSource(new PropertiesSource() {
      @Override
      public String getName() {
        return "mocks";
      }

      @Override
      public String getProperty(String name) {
        return settings.getOrDefault(name, "mock:" + name);
      }
    });
    camel.addRoutes(new OrderJourney());
    camel.start();
    return camel;
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @ParameterizedTest(name = "{0} of any order is followed by {1}")
  @CsvSource({
      "order.received, orders.place",
      "order.analyzed, orders.place",
      "order.approved, orders.place",
      "order.placed, inventory.reserve",
      "order.short, inventory.substitute",
      "order.substitution.accepted, orders.place",
      "order.reserved, payments.hold",
      "payment.authorized, payments.escrow",
      "escrow.placed, orders.confirm",
      "stock.consumed, kitchen.prepare",
      "payment.voiding, payments.void",
      "payment.refunding, payments.refund"})
  void a_fact_is_followed_by_one_command(String fact, String command) {
    assertThat(commandsAfter(fact, PICKUP)).containsExactly(command);
    assertThat(commandsAfter(fact, COURIER)).containsExactly(command);
  }

  @ParameterizedTest(name = "{0} of an order for the counter is followed by {1}")
  @CsvSource({
      "order.confirmed, inventory.consume",
      "order.collected, payments.release",
      "escrow.released, orders.complete"})
  void what_is_collected_is_cooked_at_once_and_paid_for_when_it_is_handed_over(String fact, String command) {
    assertThat(commandsAfter(fact, PICKUP)).containsExactly(command);
  }

  @ParameterizedTest(name = "{0} of an order for a courier is followed by {1}")
  @CsvSource({
      "order.confirmed, delivery.offer",
      "runner.bound, delivery.accept",
      "payment.captured, delivery.confirm-acceptance",
      "order.approval.given, payments.charge-more",
      "order.purchased, payments.adjust",
      "order.delivery-confirmed, delivery.complete",
      "order.completing, payments.release",
      "escrow.released, delivery.discharge",
      "runner.discharged, orders.complete"})
  void what_is_brought_is_offered_first_and_paid_for_when_the_customer_has_it(String fact, String command) {
    assertThat(commandsAfter(fact, COURIER)).containsExactly(command);
  }

  @ParameterizedTest(name = "{0} of an order for a carrier is followed by {1}")
  @CsvSource({
      "order.approved, orders.place",
      "order.confirmed, payments.capture",
      "payment.captured, orders.ship",
      "order.shipping, shipping.pack",
      "package.prepared, shipping.dispatch",
      "order.address.updated, shipping.pack",
      "shipment.failed, orders.ship",
      "shipment.voiding, shipping.give-up",
      "order.shipped, inventory.consume",
      "stock.consumed, payments.release",
      "escrow.released, orders.complete"})
  void what_is_sent_is_paid_for_first_and_done_when_a_carrier_has_it(String fact, String command) {
    assertThat(commandsAfter(fact, SHIPMENT)).containsExactly(command);
  }

  @Test
  void an_order_that_somebody_may_have_to_look_at_is_not_placed_before_it_is_approved() {
    assertThat(commandsAfter("order.received", SHIPMENT)).isEmpty();
    assertThat(commandsAfter("order.analyzed", SHIPMENT)).isEmpty();
  }

  @Test
  void an_acceptance_is_confirmed_at_once_where_the_money_is_taken_already() {
    assertThat(commandsAfter("order.accepting", COURIER))
        .containsExactlyInAnyOrder("payments.capture", "delivery.confirm-acceptance");
  }

  @Test
  void the_kitchen_begins_when_a_runner_has_accepted_also_where_the_stock_was_used_for_a_former_one() {
    assertThat(commandsAfter("order.accepted", COURIER)).containsExactlyInAnyOrder("inventory.consume", "kitchen.prepare");
  }

  @ParameterizedTest(name = "{0} leads to {1}")
  @CsvSource({
      "ORDER_TIMEOUT, delivery.expire",
      "STAGE_TIMEOUT, delivery.runner-vanished",
      "APPROVAL_EXPIRY, delivery.unanswered",
      "SUBSTITUTION_EXPIRY, inventory.unanswered",
      "CUSTOMER_GRACE, delivery.nobody-came",
      "CONFIRMATION_GRACE, delivery.confirm-by-time",
      "SHIPMENT_RETRY, shipping.dispatch",
      "LABEL_RETRY, shipping.give-up",
      "REVIEW_EXPIRY, review.expire",
      "DEADLINE, orders.expire"})
  void where_somebody_does_not_come_a_timer_goes_on(String kind, String command) {
    assertThat(commandsAfter("timer.fired", Map.of("kind", kind))).containsExactly(command);
  }

  @ParameterizedTest(name = "nothing follows {0}")
  @CsvSource({"order.completed", "order.review.requested", "payment.pending", "notification.sent",
      "stock.low", "timer.fired", "order.prepared", "order.ready", "order.available", "order.on-site", "order.collected",
      "order.on-the-way", "order.delivered", "order.approval.requested", "order.substitution.proposed", "order.customer-unreachable", "something.new"})
  void what_waits_for_people_or_is_over_is_followed_by_nothing(String fact) {
    assertThat(commandsAfter(fact, fact.equals("order.collected") ? COURIER : Map.of())).isEmpty();
  }

  @Test
  void free_text_is_analyzed_first() {
    assertThat(commandsAfter("order.received", Map.of("freeText", true))).containsExactly("analysis.analyze");
  }

  @Test
  void a_refusal_while_the_order_is_placed_is_undone_by_its_saga() {
    assertThat(commandsAfter("order.refused", Map.of("placing", true))).containsExactly("orders.cancel-saga");
  }

  @Test
  void a_later_refusal_gives_everything_back_that_may_be_held() {
    assertThat(commandsAfter("order.refused", Map.of("placing", false)))
        .containsExactlyInAnyOrder("inventory.release", "kitchen.withdraw", "delivery.release-runner", "shipping.unpack", "payments.return-escrow",
            "payments.start-voiding");
  }

  @ParameterizedTest
  @CsvSource({"order.rejected", "order.cancelled"})
  void nobody_has_to_look_at_an_order_that_has_failed(String end) {
    assertThat(commandsAfter(end, Map.of())).containsExactly("review.withdraw");
  }

  @Test
  void whatever_the_gateway_has_not_answered_is_asked_again_when_the_timer_fires() {
    assertThat(commandsAfter("timer.fired", Map.of("kind", "PAYMENT_RETRY")))
        .containsExactlyInAnyOrder("payments.hold", "payments.charge-more", "payments.capture", "payments.void",
            "payments.refund");
  }

  @Test
  void a_gateway_that_reports_something_is_asked_what() {
    assertThat(commandsAfter("payment.reported", COURIER)).containsExactlyInAnyOrder("payments.hold", "payments.charge-more");
  }

  @Test
  void a_kitchen_and_a_counter_without_people_work_by_themselves() throws Exception {
    camel.stop();
    camel = start(Map.of("caravan.kitchen.ready-by-itself", "true", "caravan.orders.collected-by-itself", "true"));
    journey = camel.createProducerTemplate();
    assertThat(commandsAfter("order.prepared", Map.of())).containsExactly("kitchen.finish");
    assertThat(commandsAfter("order.ready", Map.of())).containsExactly("orders.collect");
  }

  private List<String> commandsAfter(String fact, Map<String, Object> more) {
    camel.getEndpoints().stream().filter(MockEndpoint.class::isInstance).map(MockEndpoint.class::cast).forEach(MockEndpoint::reset);
    journey.send("direct:next-step", exchange -> {
      exchange.getMessage().setHeader("fact", fact);
      exchange.getMessage().setHeader("orderId", "o-1");
      exchange.getMessage().getHeaders().putAll(more);
    });
    var commands = new ArrayList<String>();
    for (var endpoint : camel.getEndpoints()) {
      if (endpoint instanceof MockEndpoint mock) {
        for (Exchange command : mock.getExchanges()) {
          assertThat(command.getMessage().getHeader("orderId")).isEqualTo("o-1");
          commands.add(mock.getName());
        }
      }
    }
    return commands;
  }
}
