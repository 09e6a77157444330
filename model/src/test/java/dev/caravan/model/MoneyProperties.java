package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MoneyProperties {

  private static final long MUCH = 1_000_000_000_000L;

  @Property
  void what_is_added_can_be_taken_away(
      @ForAll @LongRange(min = -MUCH, max = MUCH) long some, @ForAll @LongRange(min = -MUCH, max = MUCH) long more) {
    var money = new Money(some, "USD");
    assertThat(money.plus(new Money(more, "USD")).minus(new Money(more, "USD"))).isEqualTo(money);
  }

  @Property
  void so_many_times_is_added_so_many_times(
      @ForAll @LongRange(min = 0, max = MUCH) long some, @ForAll @IntRange(min = 0, max = 100) int times) {
    var sum = Money.zero("JPY");
    for (int i = 0; i < times; i++) {
      sum = sum.plus(new Money(some, "JPY"));
    }
    assertThat(new Money(some, "JPY").times(times)).isEqualTo(sum);
  }

  @Property
  void nothing_is_lost_to_overflow(@ForAll @LongRange(min = 2) long factor) {
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE, "USD").times(factor)).isInstanceOf(ArithmeticException.class);
  }

  @Example
  void currencies_do_not_mix_and_have_to_exist() {
    assertThatThrownBy(() -> new Money(1, "USD").plus(new Money(1, "EUR"))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Money(1, "XYZ")).isInstanceOf(IllegalArgumentException.class);
  }
}
