package dev.caravan.model.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayDeque;
import java.util.List;

class StockProperties {

  /** What may happen to an ingredient. */
  enum Deed {
    RESERVE, RELEASE, CONSUME, RESTOCK, COUNT
  }

  @Property
  void whatever_happens_on_hand_and_reserved_and_consumed_are_what_was_delivered(
      @ForAll @LongRange(min = 0, max = 1_000) long atFirst,
      @ForAll @Size(max = 40) List<Deed> deeds, @ForAll @Size(min = 40, max = 40) List<@LongRange(min = 1, max = 200) Long> amounts) {
    var stock = new Stock("flour", "g", atFirst, 10);
    var reservations = new ArrayDeque<Long>();
    for (int i = 0; i < deeds.size(); i++) {
      long amount = amounts.get(i);
      switch (deeds.get(i)) {
        case RESERVE -> {
          if (stock.has(amount)) {
            stock.reserve(amount);
            reservations.add(amount);
          } else {
            assertThatThrownBy(() -> stock.reserve(amount)).isInstanceOf(IllegalStateException.class);
          }
        }
        case RELEASE -> {
          if (!reservations.isEmpty()) {
            stock.release(reservations.remove());
          }
        }
        case CONSUME -> {
          if (!reservations.isEmpty()) {
            stock.consume(reservations.remove());
          }
        }
        case RESTOCK -> stock.restock(amount);
        case COUNT -> {
          stock.count(amount);
          assertThat(stock.onHand() + stock.reserved()).isEqualTo(amount);
        }
      }
      assertThat(stock.onHand() + stock.reserved() + stock.consumed()).isEqualTo(stock.delivered());
      assertThat(stock.reserved()).isEqualTo(reservations.stream().mapToLong(Long::longValue).sum());
      assertThat(stock.shortfall()).isEqualTo(Math.max(0, -stock.onHand()));
    }
  }

  @Property
  void what_is_released_is_as_if_it_had_never_been_reserved(
      @ForAll @LongRange(min = 0, max = 1_000) long there, @ForAll @LongRange(min = 1, max = 1_000) long wanted) {
    var stock = new Stock("flour", "g", there, 10);
    if (stock.has(wanted)) {
      stock.reserve(wanted);
      stock.release(wanted);
    }
    assertThat(List.of(stock.onHand(), stock.reserved(), stock.consumed(), stock.delivered())).containsExactly(there, 0L, 0L, there);
  }
}
