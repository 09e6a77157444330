package dev.caravan.model.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {

  @Test
  void a_callers_trace_goes_on() {
    assertThat(TraceId.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736",
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "${exchangeId}"})
  void without_one_that_is_well_formed_a_new_trace_begins(String traceparent) {
    assertThat(TraceId.of(traceparent)).matches("[0-9a-f]{32}").isNotEqualTo(traceparent);
  }
}
