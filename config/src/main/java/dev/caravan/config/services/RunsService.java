package dev.caravan.config.services;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** True when this process runs what {@link ConditionalOnService} names. */
final class RunsService implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    var group = metadata.getAnnotations().get(ConditionalOnService.class).getString("value");
    return Services.in(context.getEnvironment()).run(group);
  }
}
