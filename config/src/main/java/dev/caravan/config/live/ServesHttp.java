package dev.caravan.config.live;

import dev.caravan.config.services.Services;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** True when this process serves the API: those who listen are connected to the same port. */
final class ServesHttp implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return Services.in(context.getEnvironment()).run("api");
  }
}
