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
import java.time.Duration;

/** Caravan as {@code spring-boot:run -Pdev} runs it, while its routes are being edited. */
class HotReloadTest {

  private static final Path SOURCES = Path.of("../routes/src/main/java");
  private static final Path CLASS_PATH = Path.of("../dev/target/class-path");

  @TempDir static Path folder;

  private static CaravanProcess caravan;
  private static Shop shop;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.exists(CLASS_PATH), "the class path is made by: ./mvnw process-classes -pl dev -am");
    FileSystemUtils.copyRecursively(SOURCES, folder.resolve("routes"));
    caravan = new CaravanProcess(folder.resolve("data"), "--spring.profiles.active=dev", "--caravan.saga.time-limit=2m",
        "--caravan.payments.back-off=3s", "--caravan.dev.routes=" + folder.resolve("routes"))
        .running(Path.of("../dev/target/classes").toAbsolutePath() + File.pathSeparator + Files.readString(CLASS_PATH),
            "dev.caravan.dev.CaravanInDevelopment");
    shop = caravan.start();
  }

  @AfterAll
  static void stop() {
    if (caravan != null) {
      caravan.close();
    }
  }

  @Test
  void a_route_that_is_saved_runs_and_open_orders_go_on() throws IOException {
    var open = shop.orders(1, "card");
    shop.becomes(open, "PREPARING");

    var prepare = new Edit("kitchen/PrepareOrder.java", "prepare(${header.orderId})\")", """
        prepare(${header.orderId})").bean("kitchen", "finish(${header.orderId})")""");
    prepare.save();
    prepare.isReloaded(1);
    shop.becomes(shop.orders(1, "card"), "READY");
    assertThat(shop.get("/orders/" + open).get("status").asText()).isEqualTo("PREPARING");

    prepare.undo();
    prepare.isReloaded(2);
    var cooked = shop.orders(1, "card");
    shop.servesAndHandsOver(cooked);
    shop.servesAndHandsOver(open);
    assertThat(actor(cooked)).isEqualTo("staff");
    shop.invariantsHold();
  }

  /** Who had the order ready. */
  private static String actor(String order) {
    for (var event : shop.get("/orders/" + order + "/history").get("events")) {
      if (event.get("type").asText().equals("order.ready")) {
        return event.get("actor").asText();
      }
    }
    throw new AssertionError("order " + order + " was never ready");
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
    return Awaitility.await(what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(20));
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
      Files.writeString(file, after);
    }

    void undo() throws IOException {
      Files.writeString(file, before);
    }

    void isReloaded(int times) {
      eventually(file + " to be reloaded").until(() -> caravan.said().lines()
          .filter(line -> line.contains(file.getFileName() + " reloaded in")).count() == times);
    }
  }
}
