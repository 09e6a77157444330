package dev.caravan.dev;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.GenericBeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The sources of routes. While the application is put together each stands for the class that it will become, so that
 * whoever chooses among classes of routes chooses among the sources; then Camel is told to load the chosen ones.
 */
final class RouteSources implements BeanDefinitionRegistryPostProcessor, Ordered {

  private static final String CHOICE = "chosenRoutes";
  private static final String LOADED = "camel.main.routes-include-pattern";

  private final Path folder;
  private final ConfigurableEnvironment environment;
  private @Nullable BeanDefinitionRegistryPostProcessor choice;

  /** @param folder root of the packages */
  RouteSources(Path folder, ConfigurableEnvironment environment) {
    this.folder = folder.toAbsolutePath().normalize();
    this.environment = environment;
  }

  /** Root of the packages. */
  Path folder() {
    return folder;
  }

  /** The files of the groups that run here and what they share, as they are in the folder now. */
  List<Path> chosen() {
    var registry = new SimpleBeanDefinitionRegistry();
    postProcessBeanDefinitionRegistry(registry);
    Objects.requireNonNull(choice).postProcessBeanDefinitionRegistry(registry);
    return files().stream().filter(file -> registry.containsBeanDefinition(type(file))).toList();
  }

  private List<Path> files() {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String type(Path file) {
    var path = folder.relativize(file).toString();
    return path.substring(0, path.lastIndexOf('.')).replace(file.getFileSystem().getSeparator(), ".");
  }

  /** Before the choice, which has no order. */
  @Override
  public int getOrder() {
    return 0;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    for (var file : files()) {
      var definition = new GenericBeanDefinition();
      definition.setBeanClassName(type(file));
      registry.registerBeanDefinition(type(file), definition);
    }
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    var registry = (BeanDefinitionRegistry) beans;
    files().stream().map(this::type).filter(registry::containsBeanDefinition).forEach(registry::removeBeanDefinition);
    choice = beans.getBean(CHOICE, BeanDefinitionRegistryPostProcessor.class);
    environment.getPropertySources().addFirst(new MapPropertySource("sources of routes", Map.of(LOADED,
        chosen().stream().map(file -> "file:" + file).collect(Collectors.joining(",")))));
  }
}
