package dev.caravan.model.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.model.Money;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Size;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

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

  /** Every step of the way and what it does, in order. */
  private static final Map<Step, Consumer<Order>> WAY = new LinkedHashMap<>();

  static {
    WAY.put(Step.ANALYZE, order -> order.analyzed(PANCAKES, FEES));
    WAY.put(Step.PLACE, order -> order.placed("saga-1"));
    WAY.put(Step.RESERVE, order -> order.reserved(true));
    WAY.put(Step.HOLD_PAYMENT, order -> {
      order.paymentPending();
      order.paymentAuthorized();
    });
    WAY.put(Step.PLACE_IN_ESCROW, Order::placedInEscrow);
    WAY.put(Step.CONFIRM, order -> order.confirmed(NOW));
    WAY.put(Step.CONSUME_STOCK, Order::stockConsumed);
    WAY.put(Step.PREPARE, Order::preparing);
    WAY.put(Step.FINISH, Order::ready);
    WAY.put(Step.COLLECT, Order::collected);
    WAY.put(Step.RELEASE_ESCROW, order -> {
      order.captured();
      order.escrowReleased();
    });
    WAY.put(Step.COMPLETE, Order::completed);
  }

  private static Order written() {
    return new Order("o-1", new NewOrder("ada", "two pancakes", null, null, new NewOrder.Payment("card"), null, null, null, null), "t", NOW);
  }

  private static Order after(int steps) {
    var order = written();
    WAY.values().stream().limit(steps).forEach(step -> step.accept(order));
    return order;
  }

  @Example
  void each_step_makes_the_next_one_due_and_the_last_completes_the_order() {
    var order = written();
    WAY.forEach((step, deed) -> {
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
      @ForAll @IntRange(min = 0, max = 12) int taken, @ForAll @IntRange(min = 0, max = 11) int tried) {
    var order = after(taken);
    if (tried != taken) {
      var before = List.of(order.status(), order.holds(), order.nextStep());
      assertThatThrownBy(() -> new ArrayList<>(WAY.values()).get(tried).accept(order)).isInstanceOf(IllegalStateException.class);
      assertThat(List.of(order.status(), order.holds(), order.nextStep())).isEqualTo(before);
    }
  }

  @Property
  void an_order_that_is_turned_back_ends_when_it_holds_nothing_and_not_before(@ForAll @IntRange(min = 0, max = 9) int taken) {
    var order = after(taken);
    var confirmed = taken > 5;
    order.refuse(Reason.of("test", "A test refused it."), null);
    if (taken >= 2) {
      assertThat(order.nextStep()).isEqualTo(Step.UNDO);
      for (var holding : order.holds()) {
        assertThat(order.settle()).isFalse();
        order.gaveBack(holding);
      }
      assertThat(order.settle()).isTrue();
    }
    assertThat(order.status()).isEqualTo(confirmed ? Status.CANCELLED : Status.REJECTED);
    assertThat(order.holds()).isEmpty();
    assertThat(order.settle()).isFalse();
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
