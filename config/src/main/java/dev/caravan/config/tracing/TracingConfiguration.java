package dev.caravan.config.tracing;

import dev.caravan.config.services.Services;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Spans of what routes do, sent by OTLP over HTTP. Unless it is said where to, nothing of this is there. */
@Configuration(proxyBeanMethods = false)
@Conditional(Wanted.class)
class TracingConfiguration {

  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("service.namespace");
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("service.name");

  /** What happens all the time without an order, and what merely hands an exchange on within a route's own span. */
  private static final String PLUMBING =
      "scheduler:*,quartz:*,bean-validator:*,direct:publish-fact*,direct:next-step*";

  /**
   * Whether a trace is kept depends on its id alone: every process decides alike, and no caller decides for us.
   *
   * @param endpoint OTLP/HTTP URL of a collector, as in {@code http://127.0.0.1:4318/v1/traces}
   * @param ratio how many of the traces are kept, from 0 to 1
   */
  @Bean
  SdkTracerProvider spans(
      @Value("${caravan.tracing.endpoint}") String endpoint, @Value("${caravan.tracing.ratio}") double ratio, Environment environment) {
    var resource = Resource.getDefault().toBuilder()
        .put(NAMESPACE, "caravan")
        .put(NAME, "caravan-" + String.join(",", Services.in(environment).words()))
        .build();
    return SdkTracerProvider.builder()
        .setResource(resource)
        .setSampler(Sampler.traceIdRatioBased(ratio))
        .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build()).build())
        .build();
  }

  @Bean
  Tracer tracer(SdkTracerProvider spans) {
    return spans.get("caravan");
  }

  @Bean
  ContextPropagators propagators() {
    return ContextPropagators.create(new TraceOfFact());
  }

  /** Before there are routes: each is given its policy when it is made. */
  @Bean
  CamelContextConfiguration tracedRoutes() {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext camel) {
        var tracer = new OpenTelemetryTracer();
        tracer.setCamelContext(camel);
        tracer.setExcludePatterns(PLUMBING);
        tracer.init(camel);
      }

      @Override
      public void afterApplicationStart(CamelContext camel) {}
    };
  }
}
