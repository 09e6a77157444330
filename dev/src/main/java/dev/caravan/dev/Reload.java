package dev.caravan.dev;

import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts what was saved in place of what runs: the routes of a file together, whatever they were called before. What cannot
 * be compiled or started changes nothing. Messages that are being worked on are finished first, and those that come
 * meanwhile wait in their queues.
 */
final class Reload {

  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
  private static final String ROUTES = "extends RouteBuilder";
  private static final String SHARED_BY_ALL = "extends RouteConfigurationBuilder";

  private final CamelContext camel;
  private final Model model;
  private final RouteSources sources;
  private final Map<Path, String> texts = new HashMap<>();

  Reload(CamelContext camel, RouteSources sources) {
    this.camel = camel;
    this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    this.sources = sources;
    sources.chosen().forEach(file -> texts.put(file, text(file)));
  }

  /** Called by one thread, for every change of a file in the folder, often more than once for one save. */
  void saved(Path file) {
    var start = System.nanoTime();
    try {
      if (!Files.exists(file)) {
        texts.remove(file);
        model.removeRouteDefinitions(routesOf(Set.of(file)));
        LOG.info("{} is gone, and so are its routes", name(file));
        return;
      }
      var text = text(file);
      // Editors empty a file before they fill it.
      if (text.isBlank() || text.equals(texts.put(file, text)) || !sources.chosen().contains(file)) {
        return;
      }
      var ids = replace(needing(file, text));
      LOG.info("{} reloaded in {} ms: {}", name(file), Duration.ofNanos(System.nanoTime() - start).toMillis(), ids);
    } catch (Exception e) {
      LOG.warn("{} is not reloaded, what ran before goes on: {}", name(file), reason(e));
    }
  }

  /** The file itself if it has routes, else those that use what it has. */
  private Set<Path> needing(Path file, String text) {
    if (text.contains(ROUTES)) {
      return Set.of(file);
    }
    var use = Pattern.compile("\\b" + file.getFileName().toString().replace(".java", "") + "\\b").asPredicate();
    return Stream.concat(Stream.of(file), sources.chosen().stream()
        .filter(other -> text.contains(SHARED_BY_ALL) || use.test(text(other)))).collect(Collectors.toSet());
  }

  private List<String> replace(Set<Path> files) throws Exception {
    // What has no routes may be used by the others, and is in no class path.
    var unit = sources.chosen().stream().filter(file -> files.contains(file) || !text(file).contains(ROUTES)).map(this::resource);
    var builders = PluginHelper.getRoutesLoader(camel).findRoutesBuilders(unit.toList()).stream()
        .map(RouteBuilder.class::cast).filter(builder -> files.contains(path(builder.getResource()))).toList();
    var old = routesOf(files);
    model.removeRouteDefinitions(old);
    try {
      for (var builder : builders) {
        if (builder instanceof RouteConfigurationsBuilder shared) {
          shared.updateRouteConfigurationsToCamelContext(camel);
        }
      }
      var ids = new ArrayList<String>();
      for (var builder : builders) {
        ids.addAll(builder.updateRoutesToCamelContext(camel));
      }
      return ids;
    } catch (Exception e) {
      model.removeRouteDefinitions(routesOf(files));
      model.addRouteDefinitions(old);
      throw e;
    }
  }

  private List<RouteDefinition> routesOf(Set<Path> files) {
    return model.getRouteDefinitions().stream()
        .filter(route -> route.getResource() != null && files.contains(path(route.getResource()))).toList();
  }

  private Resource resource(Path file) {
    return PluginHelper.getResourceLoader(camel).resolveResource("file:" + file);
  }

  private static Path path(Resource resource) {
    return Path.of(resource.getURI());
  }

  private String name(Path file) {
    return sources.folder().relativize(file).toString();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In one line; the compiler names file, line and reason. */
  private static String reason(Exception e) {
    return String.valueOf(e.getMessage()).lines().map(String::strip).filter(line -> !line.isEmpty()).limit(4)
        .collect(Collectors.joining(" "));
  }
}
