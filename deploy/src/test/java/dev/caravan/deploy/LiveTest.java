package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.config.live.Connections;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Whoever listens hears what becomes true, and only what it may hear. */
@EndToEnd
class LiveTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final String HANDSHAKE = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  @Autowired EventLog events;
  @Autowired TransactionTemplate transaction;
  @Autowired Connections connections;
  @Autowired MeterRegistry metrics;
  @LocalServerPort int port;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Shop shop;

  @BeforeEach
  void begin() {
    shop = new Shop(port);
    becomes("total", 0);
  }

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
    // Whoever has left a stream is noticed when it is told something.
    Awaitility.await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> {
      connections.ping();
      return connections.count().total() == 0;
    });
  }

  private Ears socket(String path) {
    var ears = Ears.atSocket(port, path);
    open.add(ears);
    return ears;
  }

  private Ears stream(String query, String... headers) {
    var ears = Ears.atStream(port, query, headers);
    open.add(ears);
    return ears;
  }

  private void becomes(String kind, int number) {
    Awaitility.await(kind + " to become " + number).atMost(PATIENCE).pollInterval(OFTEN)
        .until(() -> shop.get("/connections").get(kind).asInt() == number);
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  /** A fact about a task with these names and values. */
  private Event tell(String type, String id, String... about) {
    var task = new HashMap<String, Object>(Map.of("id", id, "title", "Sweep the yard", "status", "OPEN", "priority", "NORMAL",
        "tags", List.of(), "version", 1, "createdAt", "2026-11-21T12:00:00Z", "updatedAt", "2026-11-21T12:00:00Z"));
    task.putAll(Map.of("zone", "UTC", "reminders", List.of(), "isRecurring", false));
    for (int i = 0; i < about.length; i += 2) {
      task.put(about[i], about[i + 1]);
    }
    return transaction.execute(status -> events.record(type, id, Map.of("taskId", id, "task", task, "changed", List.of(), "recurring", false), "ada", null));
  }

  // Who hears what

  @Test
  void two_clients_hear_of_a_task_within_two_seconds_as_a_cloud_event() {
    var first = socket("/ws");
    var second = socket("/api/v1/ws?topics=task-updates");
    becomes("webSocket", 2);
    var id = newId();
    tell("task.created", newId());
    var fact = tell("task.updated", id, "title", "Crêpes für Ada");
    Awaitility.await().atMost(Duration.ofSeconds(2)).pollInterval(OFTEN)
        .until(() -> !first.of(id).isEmpty() && !second.of(id).isEmpty());
    for (var ears : List.of(first, second)) {
      var heard = ears.heard.get(ears.heard.size() - 1);
      assertThat(heard.get("specversion").asText()).isEqualTo("1.0");
      assertThat(heard.get("id").asText()).isEqualTo(fact.id().toString());
      assertThat(heard.get("sequence").asLong()).isEqualTo(fact.seq());
      assertThat(heard.at("/data/task/title").asText()).isEqualTo("Crêpes für Ada");
    }
  }

  @ParameterizedTest(name = "by {0}")
  @ValueSource(strings = {"WebSocket", "stream"})
  void a_user_hears_of_the_tasks_of_that_user_and_of_nobodys(String kind) {
    var user = "user-" + newId();
    shop.post("/users", "{\"id\": \"%s\", \"name\": \"Ulla\", \"roles\": [\"RUNNER\"]}".formatted(user));
    var ears = kind.equals("stream") ? stream("?user_id=" + user) : socket("/ws?userId=" + user);
    var told = new ArrayList<Event>();
    told.add(tell("task.created", newId(), "owner", user, "assignee", "eve"));
    tell("task.created", newId(), "owner", "eve", "assignee", "eve");
    told.add(tell("task.completed", newId(), "owner", "eve", "assignee", user));
    tell("task.updated", newId(), "assigneeRole", "OPERATOR");
    told.add(tell("task.updated", newId(), "owner", "eve", "assigneeRole", "RUNNER"));
    tell("task.deleted", newId(), "owner", "eve");
    told.add(tell("task.deleted", newId(), "owner", user, "deletedAt", "2026-11-21T12:00:00Z"));
    told.add(tell("task.restored", newId()));
    ears.hears(told.get(4).subject());
    assertThat(ears.heard).extracting(fact -> fact.get("id").asText())
        .containsExactlyElementsOf(told.stream().map(fact -> fact.id().toString()).toList());
  }

  @ParameterizedTest(name = "by {0}")
  @ValueSource(strings = {"WebSocket", "stream"})
  void a_customer_hears_how_the_own_order_fares_and_nothing_of_others(String kind) {
    var path = "?topics=order-updates&userId=";
    var ada = kind.equals("stream") ? stream(path + "ada") : socket("/ws" + path + "ada");
    var eve = kind.equals("stream") ? stream(path + "eve") : socket("/ws" + path + "eve");
    var all = kind.equals("stream") ? stream("") : socket("/ws");
    var id = shop.orders(1, "card");
    shop.servesAndHandsOver(id);
    tell("task.created", id);
    all.hears(id);
    Awaitility.await().atMost(PATIENCE).until(() -> all.types(id).anyMatch("task.created"::equals));
    assertThat(ada.types(id).distinct()).containsExactly("order.received", "order.reserved", "payment.authorized",
        "order.confirmed", "order.prepared", "order.ready", "order.collected", "order.completed");
    assertThat(ada.heard).isNotEmpty().allMatch(fact -> fact.at("/data/customerId").asText().equals("ada"));
    assertThat(eve.heard).isEmpty();
  }

  @Test
  void the_header_says_who_listens_too() {
    var ears = stream("", "X-User-Id", "ada");
    tell("task.created", newId(), "owner", "eve");
    var id = newId();
    tell("task.created", id, "owner", "ada");
    ears.hears(id);
    assertThat(ears.heard).hasSize(1);
  }

  // Who is let in

  @ParameterizedTest(name = "a page of {0}")
  @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1:1", "::::", "http://[", ""})
  void a_page_of_another_origin_cannot_listen(String origin) {
    var answer = Wire.send(port, "GET /ws HTTP/1.1\r\n" + HANDSHAKE + "Origin: " + origin + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 403").contains("application/problem+json", "/problems/cross-site");
    becomes("total", 0);
  }

  @Test
  void a_page_of_caravan_itself_may_listen() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      write(socket, "GET /ws HTTP/1.1\r\n" + HANDSHAKE.replace("localhost", "localhost:" + port)
          + "Origin: http://localhost:" + port + "\r\n\r\n");
      becomes("webSocket", 1);
    }
  }

  @ParameterizedTest(name = "{0} is refused because of {1}")
  @CsvSource({
      "/ws?userId=a%20b, userId",
      "/ws?userId=, userId",
      "/ws?userId=a&userId=b, userId",
      "/ws?topics=task-updates;order-updates, topics",
      "/ws?topics=, topics",
      "/ws?topics=timer-events, topics",
      "/api/v1/ws?topics=everything, topics",
      "/api/v1/events/stream?userId=%00, userId",
      "/api/v1/events/stream?user_id=%2F, userId",
      "/api/v1/events/stream?topics=task-updates%2C, topics",
      "/api/v1/events/stream?lastEventId=-1, lastEventId",
      "/api/v1/events/stream?last_event_id=x, lastEventId",
      "/api/v1/events/stream?lastEventId=, lastEventId",
      "/api/v1/events/stream?lastEventId=999999999999999999, lastEventId",
      "/api/v1/events/stream?lastEventId=9999999999999999999999, lastEventId"})
  void what_cannot_be_meant_is_refused_by_its_name(String path, String field) {
    var answer = Wire.send(port, "GET " + path + " HTTP/1.1\r\n" + HANDSHAKE + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"field\":\"" + field + "\"");
  }

  @Test
  void a_last_event_that_was_none_is_refused_by_the_name_of_the_header() {
    var answer = shop.send("GET", "/api/v1/events/stream?lastEventId=0", "", "Last-Event-ID", "soon");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).isEqualTo("Last-Event-ID");
  }

  @Test
  void who_is_blocked_cannot_listen() {
    var user = "user-" + newId();
    shop.post("/users", "{\"id\": \"%s\", \"name\": \"Bad\", \"roles\": [\"RUNNER\"]}".formatted(user));
    shop.post("/users/" + user + "/block", "{\"reason\": \"a test\"}");
    assertThatThrownBy(() -> socket("/ws?userId=" + user)).isInstanceOf(CompletionException.class)
        .cause().isInstanceOfSatisfying(WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    assertThat(shop.send("GET", "/api/v1/events/stream?userId=" + user, "").statusCode()).isEqualTo(403);
  }

  @Test
  void what_is_no_handshake_is_told_to_upgrade() {
    var answer = shop.send("GET", "/ws", "");
    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(answer.headers().firstValue("Upgrade")).hasValue("websocket");
    assertThat(Shop.read(answer.body()).get("type").asText()).isEqualTo("/problems/upgrade-required");
  }

  // Coming and going

  @Test
  void connections_are_counted_while_they_last() throws Exception {
    var first = socket("/ws");
    socket("/ws");
    stream("");
    becomes("webSocket", 2);
    assertThat(shop.get("/connections")).isEqualTo(
        Shop.read("{\"connections\": 3, \"webSocket\": 2, \"eventStream\": 1, \"total\": 3}"));
    first.close();
    becomes("webSocket", 1);
    assertThat(first.closed.join()).isEqualTo(1000);
  }

  @Test
  void whoever_is_connected_when_caravan_stops_is_told_so_and_nobody_comes_in() {
    var socket = socket("/ws");
    var stream = stream("");
    becomes("total", 2);
    connections.stop();
    try {
      assertThat(socket.closed.join()).isEqualTo(1001);
      assertThat(stream.closed.join()).isZero();
      becomes("total", 0);
      assertThat(Wire.send(port, "GET /ws HTTP/1.1\r\n" + HANDSHAKE + "\r\n")).startsWith("HTTP/1.1 503").contains("Retry-After");
      assertThat(shop.send("GET", "/api/v1/events/stream", "").statusCode()).isEqualTo(503);
    } finally {
      connections.start();
    }
  }

  @Test
  void whoever_answers_no_ping_is_taken_for_gone() throws Exception {
    var lively = socket("/ws");
    try (var silent = stalled("/ws", 64 * 1024)) {
      becomes("webSocket", 2);
      Awaitility.await().atMost(PATIENCE).until(() -> silent.getInputStream().read() >= 0 && connections.count().webSocket() == 1);
    }
    assertThat(lively.closed).isNotDone();
  }

  // Who is slow

  /** A client that says whatever it has to, and then reads nothing. */
  private Socket stalled(String path, int buffer) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(buffer);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    write(socket, "GET " + path + " HTTP/1.1\r\n" + HANDSHAKE + "\r\n");
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Once what is on its way has been read, there is nothing more. */
  private static void isCutOff(Socket socket) {
    try {
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("still connected", e);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void a_client_that_reads_nothing_is_cut_off_and_holds_nobody_up() throws Exception {
    var quick = socket("/ws");
    var cutOff = metrics.get("caravan.live.cut.off").counter().count();
    try (var stalled = stalled("/ws", 1024)) {
      becomes("webSocket", 2);
      var description = "much to read ".repeat(2_000);
      var slowest = 0L;
      for (int i = 0; i < 400 && connections.count().webSocket() == 2; i++) {
        var id = newId();
        tell("task.updated", id, "description", description);
        var told = System.nanoTime();
        quick.hears(id);
        slowest = Math.max(slowest, System.nanoTime() - told);
      }
      becomes("webSocket", 1);
      assertThat(metrics.get("caravan.live.cut.off").counter().count()).isEqualTo(cutOff + 1);
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
      isCutOff(stalled);
    }
    assertThat(quick.closed).isNotDone();
  }

  @Test
  void a_stream_that_is_not_read_is_ended_and_holds_nobody_up() throws Exception {
    var quick = stream("");
    try (var stalled = stalled("/api/v1/events/stream", 1024)) {
      becomes("eventStream", 2);
      var description = "much to read ".repeat(2_000);
      var slowest = 0L;
      for (int i = 0; i < 250; i++) {
        var id = newId();
        tell("task.updated", id, "description", description);
        var told = System.nanoTime();
        quick.hears(id);
        slowest = Math.max(slowest, System.nanoTime() - told);
      }
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> connections.count().eventStream() == 1);
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
      isCutOff(stalled);
    }
    assertThat(quick.closed).isNotDone();
  }

  // Who subscribes

  @Test
  void what_is_published_and_who_subscribes_can_be_asked() {
    var topics = shop.get("/subscriptions").get("topics");
    var updates = StreamSupport.stream(topics.spliterator(), false)
        .filter(topic -> topic.get("topic").asText().equals("order-updates")).findFirst().orElseThrow();
    assertThat(updates.get("description").asText()).isNotBlank();
    assertThat(updates.get("facts")).extracting(JsonNode::asText).contains("order.received", "order.completed");
    var durable = StreamSupport.stream(updates.get("subscribers").spliterator(), false)
        .filter(subscriber -> subscriber.get("name").asText().equals("live")).findFirst().orElseThrow();
    assertThat(durable.get("kind").asText()).isEqualTo("DURABLE");
    assertThat(durable.get("connected").asInt()).isPositive();
    assertThat(durable.get("pending").asLong()).isNotNegative();
    assertThat(updates.get("subscribers")).extracting(subscriber -> subscriber.get("kind").asText()).contains("VOLATILE");
    assertThat(topics).allSatisfy(topic -> assertThat(topic.get("facts")).as(topic.toString()).isNotEmpty());
  }

  // Where it was left off

  @Test
  void a_stream_goes_on_where_it_was_left() {
    var before = tell("task.created", newId());
    var missed = tell("task.updated", newId());
    var ears = stream("?lastEventId=0", "Last-Event-ID", Long.toString(before.seq()));
    var other = stream("?topics=task-updates&last_event_id=" + before.seq());
    var live = tell("task.completed", newId());
    for (var each : List.of(ears, other)) {
      each.hears(live.subject());
      assertThat(each.ids).containsExactly(missed.seq(), live.seq());
    }
  }

  @Test
  void a_fact_that_could_be_seen_late_is_in_its_place() throws Exception {
    var ears = stream("");
    var first = newId();
    var second = newId();
    var written = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var late = CompletableFuture.runAsync(() -> transaction.executeWithoutResult(status -> {
      tell("task.created", first);
      written.countDown();
      await(release);
    }));
    await(written);
    tell("task.created", second);
    var socket = socket("/ws");
    var third = newId();
    tell("task.created", third);
    socket.hears(third);
    var resumed = stream("");
    release.countDown();
    late.join();
    ears.hears(third);
    assertThat(ears.heard).extracting(fact -> fact.get("subject").asText()).containsExactly(first, second, third);
    assertThat(ears.ids).isSorted();
    resumed.hears(first);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_stream_that_breaks_again_and_again_misses_and_repeats_nothing() {
    var start = tell("task.created", newId()).seq();
    var heard = new ArrayList<Long>();
    var random = new Random(46);
    var writers = IntStream.range(0, 8).mapToObj(writer -> CompletableFuture.supplyAsync(() -> {
      var told = new ArrayList<Long>();
      var mine = new Random(writer);
      for (int i = 0; i < 120; i++) {
        // Several to a transaction, and some that come to nothing.
        var facts = transaction.execute(status -> {
          var some = IntStream.range(0, 1 + mine.nextInt(4)).mapToObj(each -> tell("task.updated", newId()).seq()).toList();
          if (mine.nextInt(5) == 0) {
            status.setRollbackOnly();
            return List.<Long>of();
          }
          return some;
        });
        told.addAll(facts);
      }
      return told;
    }, task -> new Thread(task, "writer").start())).toList();
    long last = start;
    for (int connection = 0; connection < 20; connection++) {
      try (var ears = Ears.atStream(port, "", "Last-Event-ID", Long.toString(last))) {
        int enough = 1 + random.nextInt(60);
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2))
            .until(() -> ears.ids.size() >= enough || writers.stream().allMatch(CompletableFuture::isDone));
        var ids = List.copyOf(ears.ids);
        heard.addAll(ids);
        last = ids.isEmpty() ? last : ids.get(ids.size() - 1);
      }
    }
    var told = writers.stream().flatMap(writer -> writer.join().stream()).sorted().toList();
    try (var ears = Ears.atStream(port, "", "Last-Event-ID", Long.toString(last))) {
      Awaitility.await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> heard.size() + ears.ids.size() >= told.size());
      heard.addAll(ears.ids);
    }
    assertThat(told).hasSizeGreaterThan(1_000);
    assertThat(heard).containsExactlyElementsOf(told);
  }
}
