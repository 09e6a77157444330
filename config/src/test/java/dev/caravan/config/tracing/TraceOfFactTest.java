package dev.caravan.config.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class TraceOfFactTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
    @Override
    public Iterable<String> keys(Map<String, String> headers) {
      return headers.keySet();
    }

    @Override
    public String get(Map<String, String> headers, String name) {
      return headers.get(name);
    }
  };

  @Test
  void the_trace_of_a_fact_goes_on() {
    var parent = parent(Map.of("traceId", TRACE));
    assertThat(parent.isValid()).isTrue();
    assertThat(parent.getTraceId()).isEqualTo(TRACE);
    assertThat(parent(Map.of("traceId", TRACE)).getSpanId()).as("all facts are side by side").isEqualTo(parent.getSpanId());
  }

  @Test
  void a_span_that_is_named_is_the_parent() {
    var parent = parent(Map.of("traceId", "0".repeat(31) + "1", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));
    assertThat(parent.getTraceId()).isEqualTo(TRACE);
    assertThat(parent.getSpanId()).isEqualTo("00f067aa0ba902b7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "attack", "00000000000000000000000000000000", "4bf92f3577b34da60000000000000000",
      "4BF92F3577B34DA6A3CE929D0E0E4736", "4bf92f3577b34da6a3ce929d0e0e4736-", "../../../../../../../../../../../"})
  void without_one_that_is_well_formed_a_new_trace_begins(String trace) {
    assertThat(parent(Map.of("traceId", trace, "traceparent", trace)).isValid()).isFalse();
  }

  private static SpanContext parent(Map<String, String> headers) {
    return Span.fromContext(new TraceOfFact().extract(Context.root(), headers, HEADERS)).getSpanContext();
  }
}
