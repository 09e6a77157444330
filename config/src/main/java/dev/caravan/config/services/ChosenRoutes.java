package dev.caravan.config.services;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Leaves in the application the route files of the groups that were asked for, before anything is started. */
final class ChosenRoutes implements BeanDefinitionRegistryPostProcessor {

  private static final String HOME = "dev.caravan.routes.";
  private static final String API = "api";
  /** The relay asks the journeys what comes next, so the journeys are where the relay is; nobody else asks. */
  private static final String JOURNEY = "Journey";
  private static final String RELAY = "events";

  private final Services services;

  ChosenRoutes(Services services) {
    this.services = services;
  }

  /** @throws InvalidConfigurationPropertyValueException when there is no such group, or nothing is left to run */
  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    var files = Arrays.stream(registry.getBeanDefinitionNames()).filter(bean -> !file(registry, bean).isEmpty()).toList();
    check(files.stream().map(bean -> context(file(registry, bean))).collect(Collectors.toCollection(TreeSet::new)));
    files.stream().filter(bean -> !services.run(group(file(registry, bean)))).forEach(registry::removeBeanDefinition);
  }

  /** Context and class, as in {@code orders.PlaceOrder}; empty for what belongs to no context. */
  private static String file(BeanDefinitionRegistry registry, String bean) {
    var type = registry.getBeanDefinition(bean).getBeanClassName();
    return type != null && type.startsWith(HOME) && type.indexOf('.', HOME.length()) > 0
        ? type.substring(HOME.length()) : "";
  }

  private static String context(String file) {
    return file.substring(0, file.indexOf('.'));
  }

  private static String group(String file) {
    if (file.endsWith("Api")) {
      return API;
    }
    return file.endsWith(JOURNEY) ? RELAY : context(file);
  }

  private void check(Set<String> contexts) {
    var groups = Stream.concat(Stream.of(API, Services.COORDINATOR), contexts.stream()).toList();
    var known = Stream.of(List.of(Services.ALL, Services.NONE), groups).flatMap(List::stream).toList();
    var unknown = services.words().stream()
        .filter(word -> word.startsWith(Services.WITHOUT) ? !groups.contains(word.substring(1)) : !known.contains(word)).toList();
    if (!unknown.isEmpty()) {
      throw refusal("there is no " + String.join(", ", unknown) + " among " + String.join(", ", known));
    }
    if (groups.stream().noneMatch(services::run) && !services.words().equals(List.of(Services.NONE))) {
      throw refusal("nothing is left to run; if that is meant, say " + Services.NONE);
    }
  }

  private InvalidConfigurationPropertyValueException refusal(String reason) {
    return new InvalidConfigurationPropertyValueException(
        Services.PROPERTY, String.join(",", services.words()), reason);
  }
}
