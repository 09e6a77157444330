package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * Caravan without its kitchen, as {@code spring-boot:run -Pdev} runs it, and the kitchen under Camel JBang, while the routes of both
 * are being edited.
 */
class HotReloadTest {

  private static final Path SOURCES = Path.of("../routes/src/main/java");
  private static final Path BUILT = Path.of("../dev/target").toAbsolutePath();

  @TempDir static Path folder;

  private static CaravanProcess caravan;
  private static Shop shop;
  private static Process kitchen;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.exists(BUILT.resolve("test-classes")), "the dev module is built by: ./mvnw test-compile -pl dev -am");
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no sh on this machine");
    assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, "curl"))), "there is no curl on this machine");
    FileSystemUtils.copyRecursively(SOURCES, folder.resolve("routes"));
    var ports = CaravanProcess.freePorts(2);
    caravan = new CaravanProcess(folder.resolve("data"), "--spring.profiles.active=dev", "--caravan.services=all,-kitchen",
        "--caravan.dev.routes=" + folder.resolve("routes"), "--caravan.saga.time-limit=2m", "--caravan.payments.back-off=3s",
        "--caravan.database.port=" + ports.get(0), "--caravan.broker.ports.core=" + ports.get(1))
        .running(BUILT.resolve("classes") + File.pathSeparator + Files.readString(BUILT.resolve("class-path")),
            "dev.caravan.dev.CaravanInDevelopment");
    shop = caravan.start();

    var script = new ProcessBuilder("scripts/dev-group.sh", "kitchen", "--logging-color=false")
        .redirectErrorStream(true).redirectOutput(said().toFile());
    script.environment().putAll(Map.of(
        "JAVA_HOME", System.getProperty("java.home"), "JDK_JAVA_OPTIONS", "-Xmx512m -XX:TieredStopAtLevel=1", "CARAVAN_DEV_BUILT", "yes",
        "CARAVAN_DEV_ROUTES", folder.resolve("routes").toString(), "CARAVAN_DATA", folder.resolve("data").toString(),
        "CARAVAN_DATABASE_PORT", ports.get(0).toString(), "CARAVAN_BROKER_PORTS_CORE", ports.get(1).toString()));
    kitchen = script.start();
    eventually("a cook").until(() -> Files.readString(said()).contains("Started prepare-order"));
  }

  private static Path said() {
    return folder.resolve("kitchen.log");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (kitchen != null) {
      kitchen.destroy();
      kitchen.waitFor(60, TimeUnit.SECONDS);
    }
    if (caravan != null) {
      caravan.close();
    }
  }

  @Test
  void a_group_under_camel_jbang_runs_what_is_saved() throws IOException {
    var open = shop.orders(1, "card");
    shop.becomes(open, "PREPARING");

    var prepare = new Edit("kitchen/PrepareOrder.java", "prepare(${header.orderId})\")", """
        prepare(${header.orderId})").bean("kitchen", "finish(${header.orderId})")""");
    prepare.save();
    eventually("the new route").until(() -> reloads() == 1);
    shop.becomes(shop.orders(1, "card"), "READY");
    assertThat(shop.get("/orders/" + open).get("status").asText()).isEqualTo("PREPARING");

    prepare.undo();
    eventually("the old route").until(() -> reloads() == 2);
    var cooked = shop.orders(1, "card");
    shop.servesAndHandsOver(cooked);
    shop.servesAndHandsOver(open);
    assertThat(cook(cooked)).isEqualTo("staff");
    shop.invariantsHold();
  }

  private static long reloads() throws IOException {
    return Files.readString(said()).lines().filter(line -> line.contains("Routes reloaded summary")).count();
  }

  private static String cook(String order) {
    return StreamSupport.stream(shop.get("/orders/" + order + "/history").get("events").spliterator(), false)
        .filter(event -> event.get("type").asText().equals("order.ready")).findFirst().orElseThrow().get("actor").asText();
  }

  @Test
  void a_route_that_is_saved_runs_and_open_orders_go_on() throws IOException {
    var open = shop.orders(1, "card");
    shop.becomes(open, "PREPARING");

    var journey = new Edit("orders/OrderJourney.java",
        "fact(\"order.ready\", setting(\"{{caravan.orders.collected-by-itself}}\"))", "fact(\"order.ready\")");
    journey.save();
    journey.isReloaded(1);
    shop.ringsTheBell(open);
    shop.becomes(open, "COMPLETED");

    journey.undo();
    journey.isReloaded(2);
    shop.servesAndHandsOver(shop.orders(1, "card"));
    shop.invariantsHold();
  }

  @Test
  void an_address_that_is_saved_is_served() throws IOException {
    var api = new Edit("review/ReviewApi.java", "rest(\"/reviews\")", "rest(\"/looks\")");
    for (int i = 0; i < 3; i++) {
      var start = System.nanoTime();
      api.save();
      eventually("the new address").until(() -> shop.send("GET", "/api/v1/looks", "").statusCode() == 200);
      System.out.println("hot reload: a saved address was served after " + (System.nanoTime() - start) / 1_000_000 + " ms");
      api.undo();
      eventually("the old address").until(() -> shop.send("GET", "/api/v1/reviews", "").statusCode() == 200);
    }
  }

  @Test
  void what_cannot_be_compiled_or_started_is_told_and_changes_nothing() throws IOException {
    var broken = new Edit("inventory/ConsumeStock.java", "consume(${header.orderId})\");", "consume(${header.orderId})\")");
    broken.save();
    eventually("the reason").until(() -> caravan.said().lines().anyMatch(line ->
        line.contains("ConsumeStock.java is not reloaded") && line.matches(".*ConsumeStock\\.java:\\d+: error: ';' expected.*")));
    shop.becomes(shop.orders(1, "card"), "PREPARING");
    broken.undo();
    broken.isReloaded(1);

    var nowhere = new Edit("inventory/ConsumeStock.java", "{{inventory.consume}}", "{{inventory.consumed}}");
    nowhere.save();
    eventually("the reason").until(() -> caravan.said().lines().anyMatch(line ->
        line.contains("ConsumeStock.java is not reloaded") && line.contains("Property with key [inventory.consumed] not found")));
    shop.becomes(shop.orders(1, "card"), "PREPARING");
    nowhere.undo();
    nowhere.isReloaded(2);
    shop.becomes(shop.orders(1, "card"), "PREPARING");
    shop.invariantsHold();
  }

  @Test
  void a_saga_that_is_open_is_closed_or_undone_by_the_new_routes() throws IOException {
    var shelf = shop.onHand("blueberries");
    var slow = shop.orders(1, "card-timeout");
    var refused = shop.orders(1, "card-processor-error");
    for (var order : new String[] {slow, refused}) {
      eventually("stock for " + order).until(() -> shop.history(order).contains("order.reserved"));
    }

    for (var file : new String[] {"orders/PlaceOrder.java", "inventory/ReserveStock.java", "payments/HoldPayment.java"}) {
      var edit = new Edit(file, "configure() {", "configure() { // edited");
      edit.save();
      edit.isReloaded(1);
    }
    assertThat(shop.history(refused)).as("the saga was open").doesNotContain("order.rejected");

    shop.becomes(refused, "REJECTED");
    shop.servesAndHandsOver(slow);
    assertThat(shop.onHand("blueberries")).isLessThan(shelf);
    eventually("everything to be told").untilAsserted(shop::invariantsHold);
  }

  private static ConditionFactory eventually(String what) {
    return Awaitility.await(what).atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(20));
  }

  /** Another text in a route file. */
  private static final class Edit {

    private final Path file;
    private final String before;
    private final String after;

    Edit(String name, String text, String other) throws IOException {
      file = folder.resolve("routes/dev/caravan/routes").resolve(name);
      before = Files.readString(file);
      after = before.replace(text, other);
      assertThat(after).isNotEqualTo(before);
    }

    void save() throws IOException {
      put(after);
    }

    void undo() throws IOException {
      put(before);
    }

    /** At once, as nobody could tell how often a file changes that is filled bit by bit. */
    private void put(String text) throws IOException {
      Files.move(Files.writeString(folder.resolve("saved"), text), file, StandardCopyOption.ATOMIC_MOVE);
    }

    void isReloaded(int times) {
      eventually(file + " to be reloaded").until(() -> caravan.said().lines()
          .filter(line -> line.contains(file.getFileName() + " reloaded in")).count() == times);
    }
  }
}
