package dev.caravan.config.saga;

import dev.caravan.config.services.Services;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** True when this process runs steps of sagas, all of which need the coordinator beside them. */
final class RunsSagas implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return Services.WITH_SAGAS.stream().anyMatch(Services.in(context.getEnvironment())::run);
  }
}
