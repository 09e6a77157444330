package dev.caravan.config.saga;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.config.saga.SagaApplication.Notes;
import dev.caravan.config.saga.SagaCallbacks.Action;
import io.narayana.lra.coordinator.internal.LRARecoveryModule;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import javax.sql.DataSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SagaTest {

  private static final Duration TIME_LIMIT = Duration.ofSeconds(4);

  @TempDir static Path data;
  private static ConfigurableApplicationContext application;
  private static Notes notes;
  private static Coordinator coordinator;

  @BeforeAll
  static void start() {
    application = SagaApplication.start(
        "--caravan.data=" + data, "--caravan.internal.port=0", "--caravan.saga.time-limit=" + TIME_LIMIT);
    notes = application.getBean(Notes.class);
    coordinator = application.getBean(Coordinator.class);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @AfterEach
  void forget() {
    notes.failuresToCome.set(0);
    await().atMost(15, SECONDS).until(() -> coordinator.open().isEmpty());
    notes.done.clear();
    notes.undone.clear();
    notes.failingSteps.clear();
    notes.failures.set(0);
  }

  @Test
  void when_the_third_step_fails_each_undo_is_called_once_with_order_and_saga_and_nothing_else() {
    notes.failingSteps.add("order-1");
    var placed = send("direct:place", "order-1", null);

    assertThat(placed.getException()).hasMessage("no escrow");
    assertThat(notes.undone("order-1"))
        .containsExactly("undo-hold-payment", "undo-place-escrow", "undo-reserve-stock");
    assertThat(notes.undone).allSatisfy(call -> {
      assertThat(call.headers()).containsOnlyKeys("orderId", "saga");
      assertThat((String) call.headers().get("saga")).startsWith("http://127.0.0.1:8070/lra-coordinator/");
    });
    assertThat(coordinator.open()).isEmpty();
  }

  @Test
  void when_all_steps_succeed_nothing_is_undone_and_nothing_left() {
    assertThat(send("direct:place", "order-2", null).getException()).isNull();
    assertThat(notes.done).containsExactlyElementsOf(SagaApplication.STEPS);
    assertThat(notes.undone).isEmpty();
    assertThat(coordinator.open()).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void a_saga_that_succeeded_is_not_undone_at_its_deadline_though_recovery_saw_it_open() {
    var saga = SagaApplication.open(application, "order-3");
    var deadline = coordinator.open().get(0).deadline();
    // Where recovery copies open sagas, one look in a few dozen is enough to undo this one.
    for (var look = 0; look < 300; look++) {
      LRARecoveryModule.getInstance().recover();
    }
    assertThat(send("direct:close", "order-3", saga).getException()).isNull();

    await().atMost(TIME_LIMIT.plusSeconds(5)).during(TIME_LIMIT.plusSeconds(2))
        .until(() -> notes.undone("order-3").isEmpty());
    assertThat(deadline).isBeforeOrEqualTo(Instant.now());
    assertThat(rows()).isZero();
  }

  @Test
  void a_saga_that_is_not_closed_in_time_is_undone_and_cannot_be_closed_any_more() {
    var saga = SagaApplication.open(application, "order-4");
    assertThat(coordinator.open()).singleElement().satisfies(open -> {
      assertThat(open.id()).isEqualTo(saga);
      assertThat(open.status()).isEqualTo("Active");
      assertThat(Duration.between(open.started(), open.deadline())).isBetween(
          TIME_LIMIT.minusMillis(50), TIME_LIMIT.plusMillis(500));
    });
    await().atMost(10, SECONDS).until(() -> notes.undone("order-4").size() == 2);
    await().atMost(5, SECONDS).until(() -> coordinator.open().isEmpty());

    assertThat(send("direct:close", "order-4", saga).getMessage().getHeader(SagaService.UNKNOWN)).isEqualTo(true);
    assertThat(send("direct:place-escrow", "order-4", saga).getException()).isInstanceOf(IllegalStateException.class);
    assertThat(notes.undone("order-4")).hasSize(2);
  }

  @Test
  void closing_or_cancelling_twice_is_fine_but_not_one_after_the_other_while_it_is_known() {
    var closed = SagaApplication.open(application, "order-5");
    assertThat(send("direct:close", "order-5", closed).getException()).isNull();
    assertThat(send("direct:close", "order-5", closed).getException()).isNull();

    var cancelled = SagaApplication.open(application, "order-6");
    assertThat(send("direct:cancel", "order-6", cancelled).getMessage().getHeader(SagaService.UNKNOWN)).isNull();
    var again = send("direct:cancel", "order-6", cancelled);
    assertThat(again.getException()).isNull();
    assertThat(again.getMessage().getHeader(SagaService.UNKNOWN)).isEqualTo(true);
    assertThat(notes.undone("order-6")).hasSize(2);
    assertThat(notes.undone("order-5")).isEmpty();
  }

  @Test
  void a_saga_whose_undo_is_still_failing_cannot_be_closed() {
    notes.failuresToCome.set(2);
    var saga = SagaApplication.open(application, "order-7");
    assertThat(send("direct:cancel", "order-7", saga).getException()).isNull();
    assertThat(coordinator.open()).singleElement().extracting(OpenSaga::status).isEqualTo("Cancelling");
    assertThat(send("direct:close", "order-7", saga).getException()).rootCause().hasMessageEndingWith("is Cancelling");
    await().atMost(15, SECONDS).until(() -> coordinator.open().isEmpty());
    assertThat(notes.undone("order-7")).containsExactly("undo-hold-payment", "undo-reserve-stock");
  }

  @Test
  void an_undo_that_fails_twice_is_called_again() {
    notes.failuresToCome.set(4);
    var saga = SagaApplication.open(application, "order-8");
    send("direct:cancel", "order-8", saga);
    assertThat(notes.undone("order-8")).isEmpty();
    await().atMost(15, SECONDS).until(() -> notes.undone("order-8").size() == 2);
    await().atMost(5, SECONDS).until(() -> coordinator.open().isEmpty());
    assertThat(notes.failures).hasValue(4);
    assertThat(notes.undone("order-8")).containsExactly("undo-hold-payment", "undo-reserve-stock");
  }

  @Test
  void an_undo_whose_failure_an_error_policy_swallowed_is_called_again_all_the_same() {
    notes.failuresToCome.set(1);
    var saga = SagaApplication.open(application, "order-9");
    assertThat(send("direct:hide", "order-9", saga).getException()).isNull();
    notes.failuresToCome.set(3);
    send("direct:cancel", "order-9", saga);
    await().atMost(15, SECONDS).until(() -> notes.undone("order-9").contains("undo-hide"));
    await().atMost(5, SECONDS).until(() -> coordinator.open().isEmpty());
  }

  @Test
  void a_repeated_step_joins_once() {
    var saga = SagaApplication.open(application, "order-10");
    assertThat(send("direct:reserve-stock", "order-10", saga).getException()).isNull();
    send("direct:cancel", "order-10", saga);
    assertThat(notes.undone("order-10")).containsExactly("undo-hold-payment", "undo-reserve-stock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "a,b", "<x>", "../..", "${bean:x}", "a\nb"})
  void a_step_for_no_plain_order_id_does_not_run(String orderId) {
    var exchange = application.getBean(ProducerTemplate.class)
        .request("direct:place", e -> e.getMessage().setHeader("orderId", orderId));
    assertThat(exchange.getException()).isInstanceOf(IllegalArgumentException.class);
    assertThat(notes.done).isEmpty();
  }

  @Test
  void a_foreign_saga_id_runs_no_step_and_is_never_called() throws IOException {
    try (var trap = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      for (var id : new String[] {
          "http://127.0.0.1:%d/x".formatted(trap.getLocalPort()),
          "http://127.0.0.1:%d/lra-coordinator/0_ffff7f000001_1".formatted(trap.getLocalPort()),
          "http://127.0.0.1:8070/lra-coordinator/../x", "http://127.0.0.1:8070/lra-coordinator/",
          "http://127.0.0.1:8070/lra-coordinator@127.0.0.1:%d/x".formatted(trap.getLocalPort()), "x", ""}) {
        for (var route : new String[] {"direct:reserve-stock", "direct:close", "direct:cancel", "direct:place"}) {
          assertThat(send(route, "order-11", id).getException())
              .as("%s to %s", id, route).hasStackTraceContaining("Not a saga id of this coordinator");
        }
      }
      trap.setSoTimeout(500);
      assertThatThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(notes.done).isEmpty();
  }

  @Test
  void an_attacker_undoes_nothing() throws Exception {
    var saga = SagaApplication.open(application, "order-12");
    var genuine = callback(saga, "undo-reserve-stock", "order-12");
    var mac = genuine.substring(genuine.lastIndexOf('/') + 1);
    var other = SagaApplication.open(application, "order-13");

    assertThat(put(internal(genuine), null)).isEqualTo(403);
    assertThat(put(internal(genuine), other)).as("another saga").isEqualTo(403);
    assertThat(put(internal(genuine), "http://127.0.0.1:19999/x")).as("a foreign saga").isEqualTo(403);
    assertThat(put(internal("/saga/undo-reserve-stock/order-13/" + mac), saga)).as("another order").isEqualTo(403);
    assertThat(put(internal("/saga/undo-hold-payment/order-12/" + mac), saga)).as("another undo").isEqualTo(403);
    assertThat(put(internal("/saga/undo-reserve-stock/order-12/" + "A".repeat(43)), saga)).isEqualTo(403);
    assertThat(put(internal("/saga/undo-reserve-stock/order-12/" + mac + "?orderId=order-13"), other)).isEqualTo(403);
    assertThat(put(internal("/saga/undo-reserve-stock/order-12"), saga)).isEqualTo(404);
    for (var port : new int[] {publicPort(), internalPort()}) {
      var host = "http://127.0.0.1:" + port;
      assertThat(put(host + "/lra-participant/compensate?Camel-Saga-Compensate=direct%3A%2F%2Fundo-reserve-stock"
          + "&orderId=order-12&amount=9999", saga)).isEqualTo(404);
      assertThat(put(host + "/lra-coordinator/start", saga)).isEqualTo(port == publicPort() ? 404 : 403);
    }
    assertThat(notes.undone).isEmpty();
    send("direct:close", "order-12", saga);
    send("direct:close", "order-13", other);
  }

  @Test
  void a_callback_is_taken_on_the_internal_connector_only_which_takes_nothing_else() throws Exception {
    var saga = SagaApplication.open(application, "order-14");
    var genuine = callback(saga, "undo-reserve-stock", "order-14");
    assertThat(put("http://127.0.0.1:" + publicPort() + genuine, saga)).isEqualTo(404);
    assertThat(put("http://127.0.0.1:" + publicPort() + "/x/.." + genuine, saga)).isIn(400, 404);
    assertThat(put("http://127.0.0.1:" + publicPort() + "/saga;x=y" + genuine.substring(5), saga)).isIn(400, 404);
    assertThat(notes.undone).isEmpty();

    assertThat(get(internal(genuine)).statusCode()).isEqualTo(404);
    for (var path : new String[] {"/", "/error", "/actuator/health", "/saga", "/saga/", "/index.html"}) {
      assertThat(get(internal(path)).statusCode()).as(path).isEqualTo(404);
      assertThat(get(internal(path)).body()).as(path).isEmpty();
    }
    assertThat(put(internal(genuine), saga)).isEqualTo(200);
    assertThat(notes.undone("order-14")).containsExactly("undo-reserve-stock");
    send("direct:close", "order-14", saga);
  }

  @Test
  void a_route_that_is_nobodys_undo_is_not_called_even_by_a_genuine_address() throws Exception {
    var saga = SagaApplication.open(application, "order-15");
    assertThat(put(internal(callback(saga, "not-an-undo", "order-15")), saga)).isEqualTo(503);
    assertThat(notes.undone).isEmpty();
    send("direct:close", "order-15", saga);
  }

  private static Exchange send(String route, String orderId, String saga) {
    return application.getBean(ProducerTemplate.class).request(route, exchange -> {
      exchange.getMessage().setHeader("orderId", orderId);
      if (saga != null) {
        exchange.getMessage().setHeader(Exchange.SAGA_LONG_RUNNING_ACTION, saga);
      }
    });
  }

  /** The path of the address that the coordinator was given. */
  private static String callback(String saga, String endpoint, String orderId) {
    var link = application.getBean(SagaCallbacks.class).link(saga, Action.COMPENSATE, endpoint, orderId);
    return URI.create(link.substring(1, link.indexOf('>'))).getPath();
  }

  private static int put(String uri, String saga) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(uri)).PUT(HttpRequest.BodyPublishers.noBody());
    if (saga != null) {
      request.header("Long-Running-Action", saga);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static HttpResponse<String> get(String uri) throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }

  private static String internal(String path) {
    return "http://127.0.0.1:" + internalPort() + path;
  }

  private static int internalPort() {
    return application.getBean(SagaCallbacks.class).port();
  }

  private static int publicPort() {
    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static int rows() {
    return new JdbcTemplate(application.getBean(DataSource.class))
        .queryForObject("SELECT count(*) FROM lra.jbosststxtable", Integer.class);
  }
}
