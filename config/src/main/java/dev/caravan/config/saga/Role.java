package dev.caravan.config.saga;

import dev.caravan.config.services.Services;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import java.util.Set;

/** What this process has to do with sagas: it coordinates them, takes part in them, or neither. */
abstract sealed class Role implements Condition {

  private static final Set<String> COORDINATOR = Set.of(Services.COORDINATOR);

  /** Whether the process that is asked for runs any of these groups. */
  private static boolean runs(ConditionContext context, Set<String> groups) {
    return groups.stream().anyMatch(Services.in(context.getEnvironment())::run);
  }

  /** True where sagas are coordinated. */
  static final class Coordinates extends Role {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return runs(context, COORDINATOR);
    }
  }

  /** True where steps of sagas run whose coordinator is in another process. */
  static final class IsCoordinated extends Role {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return runs(context, Services.WITH_SAGAS) && !runs(context, COORDINATOR);
    }
  }

  /** True where sagas are coordinated or their steps run. */
  static final class Any extends Role {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return runs(context, Services.WITH_SAGAS) || runs(context, COORDINATOR);
    }
  }
}
