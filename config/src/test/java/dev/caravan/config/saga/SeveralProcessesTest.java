package dev.caravan.config.saga;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.config.ChildProcess;
import dev.caravan.config.FreePort;
import dev.caravan.config.embedded.Secrets;
import dev.caravan.config.saga.SagaApplication.Notes;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A coordinator with a process of its own, called by one that takes part in its sagas, and called back there or at its replica. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SeveralProcessesTest {

  private static final int INTERNAL = FreePort.any();
  private static final int COORDINATOR = FreePort.any();
  private static final int DATABASE = FreePort.any();

  @TempDir static Path data;
  private static ConfigurableApplicationContext application;
  private static Notes notes;
  private static ChildProcess coordinator;

  @BeforeAll
  static void start() throws IOException {
    application = SagaApplication.start(participant("--caravan.data=" + data, "--caravan.database.port=" + DATABASE));
    notes = application.getBean(Notes.class);
    coordinator = coordinator();
  }

  @AfterAll
  static void stop() {
    coordinator.close();
    application.close();
  }

  @Test
  void a_saga_that_succeeds_is_closed_and_one_that_fails_undone() {
    assertThat(send("direct:place", "order-1", null).getException()).isNull();
    assertThat(notes.undone("order-1")).isEmpty();

    var saga = SagaApplication.open(application, "order-2");
    assertThat(application.getBean(Coordinator.class).open()).extracting(OpenSaga::id).contains(saga);
    assertThat(send("direct:cancel", "order-2", saga).getException()).isNull();
    assertThat(notes.undone("order-2")).containsExactly("undo-hold-payment", "undo-reserve-stock");
    assertThat(send("direct:cancel", "order-2", saga).getMessage().getHeader(SagaService.UNKNOWN)).isEqualTo(true);
    assertThat(send("direct:place-escrow", "order-2", saga).getException()).hasMessageContaining("cannot be joined");
    assertThat(application.getBean(Coordinator.class).open()).extracting(OpenSaga::id).doesNotContain(saga);
  }

  @Test
  void what_a_replica_began_that_has_died_is_undone_by_another_one() throws Exception {
    var replica = external(participant("--caravan.saga.time-limit=8s"));
    try (var child = ChildProcess.run(SagaApplication.class, replica)) {
      child.kill();
    }
    await().atMost(60, SECONDS).until(() -> notes.undone("order-of-the-dead").size() == 2);
    assertThat(notes.undone("order-of-the-dead")).containsExactly("undo-hold-payment", "undo-reserve-stock");
  }

  @Test
  void a_coordinator_that_dies_is_followed_by_the_one_that_waits_which_knows_its_sagas() throws Exception {
    var saga = SagaApplication.open(application, "order-3");
    var waiting = CompletableFuture.supplyAsync(SeveralProcessesTest::coordinator);
    var database = application.getBean(JdbcTemplate.class);
    await().atMost(120, SECONDS).until(() -> database.queryForObject(
        "select count(*) from pg_locks where locktype = 'advisory' and not granted", Integer.class) == 1);
    assertThat(waiting).isNotDone();

    coordinator.kill();
    coordinator = waiting.get(120, SECONDS);
    assertThat(send("direct:cancel", "order-3", saga).getException()).isNull();
    assertThat(notes.undone("order-3")).containsExactly("undo-hold-payment", "undo-reserve-stock");
  }

  @Test
  void the_coordinator_does_nothing_for_who_has_not_the_key() throws Exception {
    var saga = SagaApplication.open(application, "order-4");
    for (var pass : new String[] {"", "Bearer", "Bearer " + "A".repeat(43), "Basic eDp5"}) {
      for (var path : new String[] {"/start", saga.substring(saga.lastIndexOf('/')) + "/cancel", "", "/recovery"}) {
        assertThat(put("http://127.0.0.1:" + COORDINATOR + "/lra-coordinator" + path, pass)).as(path).isIn(400, 403);
      }
    }
    assertThat(notes.undone("order-4")).isEmpty();
    assertThat(put("http://127.0.0.1:" + COORDINATOR + "/lra-coordinator/start",
        application.getBean(SagaCallbacks.class).pass())).as("there is no saga of that name").isEqualTo(404);
    assertThat(send("direct:close", "order-4", saga).getException()).isNull();
  }

  private static Exchange send(String route, String orderId, String saga) {
    return application.getBean(ProducerTemplate.class).request(route, exchange -> {
      exchange.getMessage().setHeader("orderId", orderId);
      exchange.getMessage().setHeader(Exchange.SAGA_LONG_RUNNING_ACTION, saga);
    });
  }

  private static int put(String uri, String pass) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(uri)).PUT(BodyPublishers.noBody());
    if (!pass.isEmpty()) {
      request.header("Authorization", pass);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static String[] participant(String... settings) {
    var all = new ArrayList<>(List.of("--caravan.services=orders", "--caravan.ports.shared=true",
        "--caravan.internal.port=" + INTERNAL, "--caravan.saga.coordinator=http://127.0.0.1:" + COORDINATOR + "/lra-coordinator"));
    all.addAll(List.of(settings));
    return all.toArray(String[]::new);
  }

  private static ChildProcess coordinator() {
    try {
      return ChildProcess.run(CoordinatorProcess.class, external("--caravan.services=coordinator", "--caravan.ports.shared=true",
          "--caravan.internal.port=" + COORDINATOR, "--caravan.saga.coordinator=http://127.0.0.1:" + COORDINATOR + "/lra-coordinator"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] external(String... settings) {
    var secrets = application.getBean(Secrets.class);
    var all = new ArrayList<>(List.of(settings));
    all.add("--caravan.database.url=jdbc:postgresql://127.0.0.1:" + DATABASE + "/caravan");
    all.add("--caravan.database.password=" + secrets.secret("database.caravan"));
    all.add("--caravan.secrets.saga.callbacks=" + secrets.secret(Secrets.SAGA_CALLBACKS));
    all.add("--caravan.broker.url=tcp://127.0.0.1:1");
    return all.toArray(String[]::new);
  }

  /** The coordinator alone. */
  static final class CoordinatorProcess {

    public static void main(String[] arguments) throws InterruptedException {
      SagaApplication.start(arguments);
      ChildProcess.awaitDeath();
    }
  }
}
