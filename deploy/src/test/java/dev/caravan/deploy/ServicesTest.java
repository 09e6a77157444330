package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.saga.SagaService;
import dev.caravan.config.services.Services;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Each group in an application of its own, on database, broker and coordinator of a process that runs nothing else. */
class ServicesTest {

  @TempDir static Path folder;

  private static final Properties SECRETS = new Properties();
  private static CaravanProcess infrastructure;
  private static String server;
  private static String broker;
  private static String coordinator;

  @BeforeAll
  static void start() throws IOException {
    var ports = CaravanProcess.freePorts(3);
    server = "jdbc:postgresql://127.0.0.1:" + ports.get(0);
    broker = "tcp://127.0.0.1:" + ports.get(1);
    coordinator = "http://127.0.0.1:" + ports.get(2) + "/lra-coordinator";
    infrastructure = new CaravanProcess(folder.resolve("data"), "--caravan.services=coordinator",
        "--caravan.database.port=" + ports.get(0), "--caravan.broker.ports.core=" + ports.get(1),
        "--caravan.internal.port=" + ports.get(2), "--caravan.saga.coordinator=" + coordinator);
    infrastructure.start();
    try (var secrets = Files.newInputStream(folder.resolve("data/secrets.properties"))) {
      SECRETS.load(secrets);
    }
  }

  @AfterAll
  static void stop() {
    infrastructure.close();
  }

  static Stream<String> groups() {
    return Stream.concat(Stream.of("api"), RouteGraphTest.contexts().stream());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void a_group_runs_alone(String group) {
    try (var application = run(group)) {
      var routes = application.getBean(ModelCamelContext.class).getRouteDefinitions().stream()
          .filter(route -> !Boolean.TRUE.equals(route.isRest())).toList();
      var inputs = routes.stream().map(RouteDefinition::getInput).map(FromDefinition::getUri).toList();
      var handsOnTo = routes.stream()
          .flatMap(route -> ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream())
          .map(ToDefinition::getUri).filter(uri -> uri.startsWith("direct:"));
      assertThat(inputs).as("endpoints that are served").containsAll(handsOnTo.toList());
      if (group.equals("api")) {
        assertThat(routes).extracting(RouteDefinition::getGroup).contains("orders", "menu");
        assertThat(inputs).noneMatch(uri -> uri.startsWith("{{orders."));
      } else {
        assertThat(routes).filteredOn(route -> !route.getId().endsWith("-journey"))
            .allMatch(route -> route.getGroup().equals(group));
      }
      var port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
      for (var path : List.of("/ws", "/api/v1/ws", "/api/v1/events/stream?topics=", "/api/v1/connections")) {
        var status = !group.equals("api") ? "404" : path.endsWith("ws") ? "426" : path.endsWith("=") ? "400" : "200";
        assertThat(Wire.send(port, "GET", path)).as(path).startsWith("HTTP/1.1 " + status);
      }
      assertThat(application.getBeansOfType(SagaService.class).isEmpty()).isEqualTo(!Services.WITH_SAGAS.contains(group));
      assertThat(folder.resolve("nothing")).doesNotExist();
    }
  }

  @Test
  void an_order_is_placed_or_taken_back_by_groups_that_share_nothing_but_database_broker_and_coordinator() {
    try (var api = run("api"); var orders = run("orders"); var inventory = run("inventory"); var payments = run("payments");
        var others = run("events,kitchen")) {
      var shop = new Shop(api.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
      var before = shop.onHand("blueberries");
      shop.becomes(shop.orders(2, "card-declined"), "REJECTED");
      assertThat(shop.onHand("blueberries")).isEqualTo(before);
      shop.becomes(shop.orders(2, "card"), "PREPARING");
      assertThat(shop.onHand("blueberries")).isLessThan(before);
      shop.invariantsHold();
    }
  }

  @ParameterizedTest(name = "\"{0}\": {1}")
  @CsvSource(delimiter = '|', value = {
    "kitchen,kitchens     | there is no kitchens among all, none, api, coordinator, analysis, audit, chat, delivery, events",
    "all,-kitchens        | there is no -kitchens among all, none, api, coordinator",
    "-api                 | nothing is left to run",
    "''                   | nothing is left to run"})
  void what_cannot_be_run_is_refused_before_anything_is_started(String services, String reason) {
    assertThatThrownBy(() -> run(services).close()).hasMessageContaining("caravan.services").hasMessageContaining(reason);
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  @Test
  void two_that_start_at_once_migrate_the_database_once() throws Exception {
    try (var postgres = DriverManager.getConnection(server + "/postgres", "postgres", SECRETS.getProperty("database.postgres"));
        var statement = postgres.createStatement()) {
      statement.execute("create database two_at_once owner caravan");
    }
    var processes = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> migration = () -> Flyway.configure().defaultSchema("public")
          .dataSource(server + "/two_at_once", "caravan", SECRETS.getProperty("database.caravan"))
          .load().migrate().migrationsExecuted;
      var executed = new ArrayList<Integer>();
      for (Future<Integer> done : processes.invokeAll(List.of(migration, migration))) {
        executed.add(done.get());
      }
      assertThat(executed).contains(0).anyMatch(count -> count > 10);
    } finally {
      processes.shutdown();
    }
  }

  private static ConfigurableApplicationContext run(String services) {
    return SpringApplication.run(Caravan.class,
        // Applications of one name in one JVM share their Quartz scheduler, which the first that ends shuts down.
        "--camel.main.name=alone-" + services.replace(',', '-'), "--caravan.services=" + services, "--caravan.data=" + folder.resolve("nothing"),
        "--caravan.database.url=" + server + "/caravan", "--caravan.database.pool=3",
        "--caravan.database.password=" + SECRETS.getProperty("database.caravan"),
        "--caravan.broker.url=" + broker, "--caravan.broker.password=" + SECRETS.getProperty("broker.caravan"),
        "--caravan.secrets.saga.callbacks=" + SECRETS.getProperty("saga.callbacks"), "--caravan.saga.coordinator=" + coordinator,
        "--caravan.internal.port=0", "--caravan.broker.consumers=1", "--server.port=0", "--management.server.port=0");
  }
}
