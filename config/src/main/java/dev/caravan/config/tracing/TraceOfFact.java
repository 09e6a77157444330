package dev.caravan.config.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/**
 * W3C Trace Context, and where there is none the trace that a fact carries: between the step that tells a fact and the
 * relay lies the database, which keeps the trace's id alone. Whatever is malformed begins a new trace.
 */
final class TraceOfFact implements TextMapPropagator {

  private static final String TRACE_ID = "traceId";
  private static final int SPAN_ID_LENGTH = 16;

  private final TextMapPropagator w3c = W3CTraceContextPropagator.getInstance();

  @Override
  public Collection<String> fields() {
    return List.of("traceparent", TRACE_ID);
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    w3c.inject(context, carrier, setter);
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    var continued = w3c.extract(context, carrier, getter);
    var trace = getter.get(carrier, TRACE_ID);
    if (Span.fromContext(continued).getSpanContext().isValid() || trace == null || !TraceId.isValid(trace)) {
      return continued;
    }
    // A parent has to have an id. This one is the same for all facts of the trace, so they are seen side by side.
    var parent = SpanContext.createFromRemoteParent(
        trace, trace.substring(SPAN_ID_LENGTH), TraceFlags.getSampled(), TraceState.getDefault());
    return parent.isValid() ? continued.with(Span.wrap(parent)) : continued;
  }
}
