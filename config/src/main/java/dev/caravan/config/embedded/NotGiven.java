package dev.caravan.config.embedded;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** True while no URL names a server that runs elsewhere, so that this process has to run its own. */
abstract class NotGiven implements Condition {

  private final String property;

  private NotGiven(String property) {
    this.property = property;
  }

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return !StringUtils.hasText(context.getEnvironment().getProperty(property));
  }

  static final class Database extends NotGiven {
    Database() {
      super("caravan.database.url");
    }
  }

  static final class Broker extends NotGiven {
    Broker() {
      super("caravan.broker.url");
    }
  }
}
