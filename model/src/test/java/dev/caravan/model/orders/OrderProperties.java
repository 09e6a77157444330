package dev.caravan.model.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.model.Money;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Size;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

class OrderProperties {

  private static final Instant NOW = Instant.parse("2026-01-01T08:00:00Z");
  private static final List<Item> PANCAKES = List.of(
      new Item("plain-pancakes", "Plain pancakes", Size.REGULAR, 2, List.of(), List.of(), new Money(650, "USD")));

  private static final FeePolicy FEES = new FeePolicy(Map.of("USD", 250L), 500);

  /** Every step until the order is confirmed and what it does, in order. */
  private static final Map<Step, Consumer<Order>> PLACING = new LinkedHashMap<>();

  /** How an order goes: every step and what it does, in order. */
  enum Way {
    PICKUP(null), SHIPMENT(new NewOrder.Way(Fulfilment.Type.SHIPMENT,
        new Address(null, null, "123 Main St", "Anytown", "CA", "12345", null), null, null, List.of("carrier", "carrier-backup")));

    final NewOrder.@Nullable Way wanted;
    final Map<Step, Consumer<Order>> steps = new LinkedHashMap<>();

    Way(NewOrder.@Nullable Way wanted) {
      this.wanted = wanted;
    }

    Order written() {
      return new Order("o-1", new NewOrder("ada", "two pancakes", null, wanted, new NewOrder.Payment("card"), null, null, null, null, null), "t", NOW);
    }

    Order after(int taken) {
      var order = written();
      steps.values().stream().limit(taken).forEach(step -> step.accept(order));
      return order;
    }

    /** After which so many steps the order can be turned back no more. */
    int turningPoint() {
      return List.copyOf(steps.keySet()).indexOf(this == PICKUP ? Step.COLLECT : Step.DISPATCH);
    }
  }

  static {
    PLACING.put(Step.ANALYZE, order -> order.analyzed(PANCAKES, FEES));
    PLACING.put(Step.PLACE, order -> order.placed("saga-1"));
    PLACING.put(Step.RESERVE, order -> order.reserved(true));
    PLACING.put(Step.HOLD_PAYMENT, order -> {
      order.paymentPending();
      order.paymentAuthorized();
    });
    PLACING.put(Step.PLACE_IN_ESCROW, Order::placedInEscrow);
    PLACING.put(Step.CONFIRM, order -> order.confirmed(NOW));

    var pickup = Way.PICKUP.steps;
    pickup.putAll(PLACING);
    pickup.put(Step.CONSUME_STOCK, Order::stockConsumed);
    pickup.put(Step.PREPARE, Order::preparing);
    pickup.put(Step.FINISH, Order::ready);
    pickup.put(Step.COLLECT, Order::collected);
    pickup.put(Step.RELEASE_ESCROW, order -> {
      order.captured();
      order.escrowReleased();
    });
    pickup.put(Step.COMPLETE, Order::completed);

    var shipment = Way.SHIPMENT.steps;
    shipment.putAll(PLACING);
    shipment.put(Step.CAPTURE, Order::captured);
    shipment.put(Step.SHIP, order -> order.shippingBy(order.nextCarrier().orElseThrow()));
    shipment.put(Step.PACK, Order::packed);
    shipment.put(Step.DISPATCH, Order::dispatched);
    shipment.put(Step.CONSUME_STOCK, Order::stockConsumed);
    shipment.put(Step.RELEASE_ESCROW, Order::escrowReleased);
    shipment.put(Step.COMPLETE, Order::completed);
  }

  @Property
  void each_step_makes_the_next_one_due_and_the_last_completes_the_order(@ForAll Way way) {
    var order = way.written();
    way.steps.forEach((step, deed) -> {
      assertThat(order.nextStep()).isEqualTo(step);
      deed.accept(order);
    });
    assertThat(order.status()).isEqualTo(Status.COMPLETED);
    assertThat(order.nextStep()).isEqualTo(Step.NONE);
    assertThat(order.holds()).isEmpty();
    assertThat(order.total()).isEqualTo(new Money(1300, "USD"));
  }

  @Property
  void a_step_that_is_not_due_cannot_be_taken_and_changes_nothing(
      @ForAll Way way, @ForAll @IntRange(max = 13) int taken, @ForAll @IntRange(max = 12) int tried) {
    var order = way.after(taken);
    if (tried != Math.min(taken, way.steps.size()) && tried < way.steps.size()) {
      var before = state(order);
      assertThatThrownBy(() -> List.copyOf(way.steps.values()).get(tried).accept(order)).isInstanceOf(IllegalStateException.class);
      assertThat(state(order)).isEqualTo(before);
    }
  }

  private static List<Object> state(Order order) {
    return List.of(order.status(), order.holds(), order.nextStep());
  }

  @Property
  void an_order_that_is_turned_back_ends_when_it_holds_nothing_and_not_before(@ForAll Way way, @ForAll @IntRange(max = 9) int taken) {
    Assume.that(taken <= way.turningPoint());
    var order = way.after(taken);
    order.refuse(Reason.of("test", "A test refused it."), null);
    isUndone(order, taken >= 2, taken >= PLACING.size() ? Status.CANCELLED : Status.REJECTED);
  }

  @Property
  void an_order_that_is_called_off_is_cancelled_wherever_it_was(@ForAll Way way, @ForAll @IntRange(max = 9) int taken) {
    Assume.that(taken <= way.turningPoint());
    var order = way.after(taken);
    order.refuse(Reason.DEADLINE_EXCEEDED, null);
    isUndone(order, taken >= 2, Status.CANCELLED);
  }

  private static void isUndone(Order order, boolean begun, Status end) {
    if (begun) {
      assertThat(order.nextStep()).isEqualTo(Step.UNDO);
      for (var holding : order.holds()) {
        assertThat(order.settle()).isFalse();
        order.gaveBack(holding);
      }
      assertThat(order.settle()).isTrue();
    }
    assertThat(order.status()).isEqualTo(end);
    assertThat(order.holds()).isEmpty();
    assertThat(order.settle()).isFalse();
  }

  @Property
  void what_a_carrier_has_is_turned_back_no_more(@ForAll @IntRange(max = 13) int taken) {
    var order = Way.SHIPMENT.after(taken);
    assertThat(order.isHandedOver() || order.status().isEnd()).isEqualTo(taken > Way.SHIPMENT.turningPoint());
    assertThat(order.canBeReaddressed()).isEqualTo(taken <= Way.SHIPMENT.turningPoint());
  }

  @Property
  void another_address_is_on_the_label_or_makes_another_label_due(@ForAll @IntRange(max = 9) int taken) {
    var order = Way.SHIPMENT.after(taken);
    var due = order.nextStep();
    var elsewhere = new Address(null, null, "456 Oak Ave", "Anytown", "CA", "12345", null);
    order.readdressed(elsewhere);
    assertThat(order.fulfilment().address()).isEqualTo(elsewhere);
    assertThat(order.nextStep()).isEqualTo(due == Step.DISPATCH ? Step.PACK : due);
    assertThat(order.parcel().isPresent()).as("there is a parcel").isEqualTo(due == Step.DISPATCH);
    Way.SHIPMENT.steps.entrySet().stream().dropWhile(step -> step.getKey() != order.nextStep())
        .forEach(step -> step.getValue().accept(order));
    assertThat(order.status()).isEqualTo(Status.COMPLETED);
    assertThat(order.holds()).isEmpty();
  }

  @Example
  void a_carrier_that_does_not_take_it_makes_the_next_one_due_and_none_comes_after_the_last() {
    var order = Way.SHIPMENT.after(Way.SHIPMENT.turningPoint());
    assertThat(order.carrier()).isEqualTo("carrier");
    order.notDispatched();
    assertThat(order.nextStep()).isEqualTo(Step.SHIP);
    assertThat(order.nextCarrier()).hasValue("carrier-backup");
    Way.SHIPMENT.steps.get(Step.SHIP).accept(order);
    order.packed();
    order.notDispatched();
    assertThat(order.nextCarrier()).isEmpty();
    order.refuse(Reason.of("test", "A test refused it."), null);
    isUndone(order, true, Status.CANCELLED);
  }

  @Example
  void an_order_in_review_waits_for_a_person_and_then_goes_on_or_ends() {
    var approved = Way.SHIPMENT.after(1);
    approved.underReview();
    assertThat(approved.nextStep()).isEqualTo(Step.REVIEW);
    assertThat(approved.nextStep().waitingFor()).isEqualTo("reviewer");
    approved.admitted();
    assertThat(approved.nextStep()).isEqualTo(Step.PLACE);
    var rejected = Way.SHIPMENT.after(1);
    rejected.underReview();
    rejected.refuse(Reason.of("test", "A test refused it."), null);
    assertThat(rejected.status()).isEqualTo(Status.REJECTED);
  }

  @Property
  void an_order_that_is_short_leaves_its_saga_with_nothing_and_is_placed_again_as_agreed_but_once(@ForAll Way way) {
    var order = way.after(2);
    var less = List.of(new Item("crepe", "Crêpe", Size.REGULAR, 2, List.of(), List.of(), new Money(500, "USD")));
    assertThat(order.mayBeSubstituted(Substitutions.ASK)).isTrue();
    assertThat(order.mayBeSubstituted(Substitutions.NEVER)).isFalse();

    order.shortOf(List.of(new Reason.Missing("flour", 120, 0)));
    assertThat(order.nextStep()).isEqualTo(Step.SUBSTITUTE);
    assertThat(order.inSaga()).isFalse();
    assertThat(order.saga()).isNull();
    assertThat(order.holds()).isEmpty();

    order.proposed(new Question.Proposal(order.shortage(), List.of(), less, new Money(1000, "USD"), Question.By.RULES, null, NOW));
    assertThat(order.nextStep()).isEqualTo(Step.APPROVE);
    assertThat(order.nextStep().waitingFor()).isEqualTo("customer");

    order.approved(FEES);
    assertThat(order.items()).isEqualTo(less);
    assertThat(order.total()).isEqualTo(new Money(1000, "USD"));
    assertThat(order.limit()).isEqualTo(order.total());
    assertThat(order.question()).isNull();
    assertThat(order.shortage()).isEmpty();
    assertThat(order.mayBeSubstituted(Substitutions.ASK)).isFalse();
    way.steps.entrySet().stream().skip(1).forEach(step -> {
      assertThat(order.nextStep()).isEqualTo(step.getKey());
      step.getValue().accept(order);
    });
    assertThat(order.status()).isEqualTo(Status.COMPLETED);
  }

  @Property
  void an_order_that_waits_for_substitutes_ends_at_once_when_it_is_turned_back(@ForAll boolean asked, @ForAll boolean calledOff) {
    var order = Way.PICKUP.after(2);
    order.shortOf(List.of(new Reason.Missing("flour", 120, 0)));
    if (asked) {
      order.proposed(new Question.Proposal(order.shortage(), List.of(), PANCAKES, new Money(1300, "USD"), Question.By.RULES, null, NOW));
    }
    order.refuse(calledOff ? Reason.of(Reason.CANCELLED_BY_CUSTOMER, "x") : Reason.outOfStock(order.shortage()), null);
    assertThat(order.status()).isEqualTo(calledOff ? Status.CANCELLED : Status.REJECTED);
  }

  @Property
  void what_has_ended_stays_as_it_is(@ForAll Status next) {
    for (var end : List.of(Status.COMPLETED, Status.REJECTED, Status.CANCELLED)) {
      assertThat(end.isEnd()).isTrue();
      assertThat(end.mayBecome(next)).isFalse();
    }
  }

  @Property
  void every_order_can_be_finished_from_wherever_it_is(@ForAll Status status) {
    assertThat(reachable(status)).anyMatch(Status::isEnd);
  }

  private static List<Status> reachable(Status from) {
    var found = new ArrayList<>(List.of(from));
    for (int i = 0; i < found.size(); i++) {
      for (var next : Status.values()) {
        if (found.get(i).mayBecome(next) && !found.contains(next)) {
          found.add(next);
        }
      }
    }
    return found;
  }
}
