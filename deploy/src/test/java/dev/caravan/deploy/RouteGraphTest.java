package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.services.Services;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.InterceptFromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.ToDefinition;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

@EndToEnd
class RouteGraphTest {

  private static final Path SOURCES = Path.of("../routes/src/main/java/dev/caravan/routes");
  private static final Pattern PROPERTY = Pattern.compile("\\{\\{[a-z.-]+}}");

  @Autowired ModelCamelContext camel;

  private List<RouteDefinition> routes() {
    Setting.assumeAllInOneProcess();
    return camel.getRouteDefinitions().stream().filter(route -> !Boolean.TRUE.equals(route.isRest())).toList();
  }

  @Test
  void every_route_has_an_id_that_is_a_phrase_and_belongs_to_a_context() {
    var contexts = contexts();
    assertThat(contexts).isNotEmpty();
    assertThat(routes()).hasSizeGreaterThan(30).allSatisfy(route -> {
      assertThat(route.hasCustomIdAssigned()).as(route.getId()).isTrue();
      assertThat(route.getId()).matches("[a-z]+(-[a-z]+)+");
      assertThat(contexts).as(route.getId()).contains(route.getGroup());
    });
  }

  @Test
  void every_endpoint_is_direct_or_has_a_name_in_the_properties() {
    assertThat(routes()).allSatisfy(route -> {
      assertThat(route.getInput().getUri()).matches("direct:[a-z-]+|\\{\\{[a-z.-]+}}");
      assertThat(tos(route)).allMatch(uri -> uri.startsWith("direct:") || PROPERTY.matcher(uri).matches());
    });
  }

  @Test
  void every_step_of_a_saga_has_its_undo_in_the_same_file() throws IOException {
    int steps = 0;
    for (var route : routes()) {
      for (var saga : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SagaDefinition.class)) {
        steps++;
        var undo = saga.getCompensation().getUri();
        assertThat(undo).as(route.getId() + " has an undo").isNotNull();
        var undoRoute = routes().stream().filter(other -> other.getInput().getUri().equals(undo)).findFirst();
        assertThat(undoRoute).as("undo of " + route.getId()).isPresent();
        assertThat(fileOf(route.getId())).isEqualTo(fileOf(undoRoute.orElseThrow().getId()));
      }
    }
    assertThat(steps).isEqualTo(8);
  }

  @Test
  void http_is_served_by_files_that_are_named_api() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> contains(file, "rest(\"")))
          .isNotEmpty().allMatch(file -> file.toString().endsWith("Api.java"));
    }
  }

  @Test
  void every_group_with_sagas_is_known_to_need_the_coordinator_beside_it() {
    var groups = routes().stream()
        .filter(route -> !ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SagaDefinition.class).isEmpty()
            || tos(route).stream().anyMatch(uri -> uri.startsWith("{{saga.")))
        .map(RouteDefinition::getGroup);
    assertThat(groups.distinct()).containsExactlyInAnyOrderElementsOf(Services.WITH_SAGAS);
  }

  @Test
  void only_a_step_of_a_saga_and_its_end_look_the_saga_up() {
    var lookingUp = routes().stream()
        .filter(route -> ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), InterceptFromDefinition.class).stream()
            .anyMatch(interception -> interception.toString().contains("openSaga")))
        .map(RouteDefinition::getId);
    assertThat(lookingUp).containsExactlyInAnyOrder(
        "reserve-stock", "hold-payment", "place-in-escrow", "confirm-order", "confirm-acceptance", "release-escrow",
        "discharge-runner", "complete-order");
  }

  @Test
  void every_command_that_the_journey_sends_is_taken_by_a_route() {
    var inputs = new TreeSet<String>();
    routes().stream().map(RouteDefinition::getInput).map(FromDefinition::getUri).forEach(inputs::add);
    var journey = routes().stream().filter(route -> route.getId().equals("order-journey")).findFirst().orElseThrow();
    assertThat(tos(journey)).isNotEmpty().allMatch(inputs::contains);
  }

  @Test
  void a_workflow_fits_on_a_screen() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java") && !file.toString().endsWith("Api.java")))
          .isNotEmpty().allSatisfy(file -> assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(86));
    }
  }

  private static List<String> tos(RouteDefinition route) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream()
        .map(ToDefinition::getUri).toList();
  }

  static Set<String> contexts() {
    try (Stream<Path> folders = Files.list(SOURCES)) {
      var names = new TreeSet<String>();
      folders.filter(Files::isDirectory).map(Path::getFileName).map(Path::toString).forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path fileOf(String routeId) throws IOException {
    try (var files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> contains(file, "routeId(\"" + routeId + "\")")).findFirst().orElseThrow();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
