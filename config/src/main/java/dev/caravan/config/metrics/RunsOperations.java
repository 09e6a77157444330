package dev.caravan.config.metrics;

import dev.caravan.config.services.Services;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** True when this process runs what looks after the others. */
final class RunsOperations implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return Services.in(context.getEnvironment()).run("operations");
  }
}
