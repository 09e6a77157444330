package dev.caravan.config.services;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import java.util.List;
import java.util.Set;

/**
 * What a process was asked to run, in the order of {@code caravan.services}: {@code all}, {@code none}, the name of a context,
 * {@code api} for what every context serves over HTTP, {@code coordinator} for that of sagas, or one of these after {@code all}
 * with a minus before it to leave it out.
 */
public record Services(List<String> words) {

  /** The groups with steps of sagas. */
  public static final Set<String> WITH_SAGAS = Set.of("orders", "inventory", "payments", "delivery");
  /** The coordinator of all sagas, which has no routes; one process at a time does its work. */
  public static final String COORDINATOR = "coordinator";

  static final String PROPERTY = "caravan.services";
  static final String ALL = "all";
  static final String NONE = "none";
  static final String WITHOUT = "-";

  /** What the environment asks for, known or not; everything, if it does not say. */
  public static Services in(Environment environment) {
    return new Services(Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElse(List.of(ALL)));
  }

  /** Whether routes of this group run here; what is said later wins. */
  public boolean run(String group) {
    var runs = false;
    for (var word : words) {
      runs = word.equals(ALL) || word.equals(group) || runs && !word.equals(WITHOUT + group);
    }
    return runs;
  }
}
