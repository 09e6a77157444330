package dev.caravan.config.services;

import org.springframework.context.annotation.Conditional;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Is there only where this process runs the named group of routes. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(RunsService.class)
public @interface ConditionalOnService {

  /** Name of the group, as {@link Services} knows it. */
  String value();
}
