package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.bean.BeanConstants;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConstants;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.quartz.QuartzConstants;
import org.apache.camel.component.saga.SagaConstants;
import org.apache.camel.http.common.HttpConstants;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.EventNotifierSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What comes from outside can say what it was asked, and steer nothing else. */
@EndToEnd
class EdgeTest {

  private static final String ORDER = """
      {"customerId": "ada", "items": [{"sku": "waffles", "quantity": 1}], "payment": {"method": "card"}}""";
  private static final String ATTACK = "attack";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired CamelContext camel;
  @Autowired ConnectionFactory connections;
  @Autowired JdbcTemplate database;
  @Autowired ServletWebServerApplicationContext server;

  @LocalServerPort int port;

  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(port);
  }

  // Once

  @ParameterizedTest(name = "a page of another site ({0}) cannot act for whoever looks at it")
  @ValueSource(strings = {"cross-site", "same-site"})
  void a_page_of_another_site_cannot_act(String site) {
    var id = shop.orders(1, "card");
    var refused = shop.send("POST", "/api/v1/orders/" + id + "/collect", "", "Sec-Fetch-Site", site);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Shop.read(refused.body()).get("type").asText()).isEqualTo("/problems/cross-site");
    assertThat(shop.send("GET", "/api/v1/orders/" + id, "", "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
  }

  @Test
  void the_page_may_only_load_what_is_ours_and_stand_in_no_frame() {
    var page = shop.send("GET", "/", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue("default-src 'self'; frame-ancestors 'none'");
  }

  @Test
  void while_caravan_starts_or_stops_it_is_unavailable_rather_than_empty() {
    AvailabilityChangeEvent.publish(server, ReadinessState.REFUSING_TRAFFIC);
    try {
      var refused = shop.send("GET", "/api/v1/orders", "");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(shop.send("GET", "/health/ready", "").statusCode()).isEqualTo(503);
    } finally {
      AvailabilityChangeEvent.publish(server, ReadinessState.ACCEPTING_TRAFFIC);
    }
    assertThat(shop.send("GET", "/api/v1/orders", "").statusCode()).isEqualTo(200);
  }

  @Test
  void the_same_request_under_the_same_key_is_answered_the_same_and_another_is_refused() {
    for (var key : List.of("once-" + System.nanoTime(), "null", "'once'", "${body}")) {
      var first = shop.send("POST", "/api/v1/orders", ORDER, "Idempotency-Key", key);
      var again = shop.send("POST", "/api/v1/orders", ORDER.replace(", ", " , "), "Idempotency-Key", key);
      var other = shop.send("POST", "/api/v1/orders", ORDER.replace("ada", "bob"), "Idempotency-Key", key);
      assertThat(first.statusCode()).isEqualTo(202);
      assertThat(again.statusCode()).isEqualTo(202);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
      assertThat(other.statusCode()).isEqualTo(422);
      assertThat(Shop.read(other.body()).get("type").asText()).isEqualTo("/problems/idempotency-key-reused");
    }
  }

  @Test
  void a_hundred_at_once_under_one_key_are_one_order() {
    var customer = "crowd-" + System.nanoTime();
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/orders"))
        .header("Content-Type", "application/json").header("Idempotency-Key", customer)
        .POST(BodyPublishers.ofString(ORDER.replace("ada", customer))).build();
    var http = HttpClient.newHttpClient();
    var answers = IntStream.range(0, 100).mapToObj(i -> http.sendAsync(request, BodyHandlers.ofString())).toList()
        .stream().map(answer -> answer.join()).toList();
    assertThat(answers).extracting(answer -> answer.statusCode()).containsAnyOf(202).isSubsetOf(202, 409);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 202).extracting(answer -> answer.body())
        .containsOnly(answers.stream().filter(answer -> answer.statusCode() == 202).findFirst().orElseThrow().body());
    assertThat(shop.get("/orders?customerId=" + customer).get("orders")).hasSize(1);
  }

  // Read again

  @Test
  void an_order_that_has_not_changed_is_not_sent_again() {
    var id = order();
    shop.becomes(id, "PREPARING");
    var path = "/api/v1/orders/" + id;
    var tag = shop.send("GET", path, "").headers().firstValue("ETag").orElseThrow();
    for (var known : List.of(tag, "W/" + tag, "\"x\", " + tag)) {
      var answer = shop.send("GET", path, "", "If-None-Match", known);
      assertThat(answer.statusCode()).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("ETag")).hasValue(tag);
    }
    shop.servesAndHandsOver(id);
    assertThat(shop.send("GET", path, "", "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  // Headers out

  @Test
  void no_answer_echoes_a_header_or_names_the_server() {
    var headers = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      headers.addAll(List.of("X-Header-" + i, ATTACK));
    }
    for (var name : List.of("Cookie", "Authorization", "CamelHttpResponseCode", "CamelHttpUri", "CamelBeanMethodName",
        "Location", "Link", "ETag", "Retry-After", "Set-Cookie", "Server", "Content-Encoding", "Content-Language")) {
      headers.addAll(List.of(name, ATTACK));
    }
    var sent = headers.toArray(String[]::new);
    var id = order();
    for (var answer : List.of(
        shop.send("POST", "/api/v1/orders", ORDER, sent), shop.send("GET", "/api/v1/orders/" + id, "", sent),
        shop.send("GET", "/api/v1/orders", "", sent), shop.send("GET", "/api/v1/orders/unknown", "", sent),
        shop.send("POST", "/api/v1/orders", "{", sent), shop.send("GET", "/api/v1/nothing", "", sent))) {
      assertThat(answer.headers().map().toString()).doesNotContain(ATTACK);
      assertThat(answer.headers().map().keySet()).map(name -> name.toLowerCase(Locale.ROOT))
          .doesNotContain("server", "x-powered-by").noneMatch(name -> name.startsWith("camel"));
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
  }

  // Headers in

  @Test
  void no_header_that_Camel_obeys_passes_the_edge() {
    var requests = camel.getComponent("platform-http", PlatformHttpComponent.class).getHeaderFilterStrategy();
    var messages = camel.getComponent("broker", JmsComponent.class).getHeaderFilterStrategy();
    assertThat(obeyed()).hasSizeGreaterThan(100).contains("Long-Running-Action", "CamelHttpUri", "CamelBeanMethodName");
    for (var name : spelled(obeyed())) {
      for (HeaderFilterStrategy edge : List.of(requests, messages)) {
        assertThat(edge.applyFilterToExternalHeaders(name, ATTACK, null)).as(name + " in").isTrue();
        assertThat(edge.applyFilterToExternalHeaders(asProperty(name), ATTACK, null)).as(asProperty(name) + " in").isTrue();
        assertThat(edge.applyFilterToCamelHeaders(name, ATTACK, null)).as(name + " out").isTrue();
      }
    }
  }

  @Test
  void no_header_that_Camel_obeys_reaches_a_route_by_HTTP() throws Exception {
    var reached = whatReachesRoutes("platform-http", () -> {
      for (var names : batches(spelled(obeyed()), 60)) {
        var headers = names.stream().filter(name -> !isHttp(name)).map(name -> name + ": " + ATTACK).toArray(String[]::new);
        assertThat(Wire.send(port, "GET", "/api/v1/orders?limit=1", headers)).startsWith("HTTP/1.1 200");
        assertThat(Wire.send(port, "GET", "/api/v1/orders?limit=1", "traceparent: " + ATTACK)).startsWith("HTTP/1.1 200");
        var query = String.join("=" + ATTACK + "&", names) + "=" + ATTACK;
        assertThat(Wire.send(port, "GET", "/api/v1/orders?limit=1&" + query)).startsWith("HTTP/1.1 200");
      }
    });
    assertThat(reached).as("what is expected, and nothing else").containsExactly("traceparent");
  }

  @Test
  void no_header_that_Camel_obeys_reaches_a_route_by_JMS() throws Exception {
    var id = order();
    shop.becomes(id, "PREPARING");
    var reached = whatReachesRoutes("broker", () -> {
      for (var names : batches(spelled(obeyed()), 60)) {
        new JmsTemplate(connections).send("kitchen.prepare", session -> {
          var message = session.createMessage();
          message.setStringProperty("orderId", id);
          message.setStringProperty("traceId", ATTACK);
          for (var name : names) {
            message.setStringProperty(asProperty(name), ATTACK);
          }
          return message;
        });
      }
    });
    assertThat(reached).as("what is expected, and nothing else").containsExactly("traceId");
    shop.servesAndHandsOver(id);
  }

  @Test
  void headers_that_would_steer_an_answer_do_not() {
    var answer = shop.send("GET", "/api/v1/orders?CamelHttpResponseCode=299&CamelBeanMethodName=one", "",
        "CamelHttpResponseCode", "299", "CamelBeanMethodName", "one", "CamelHttpUri", "http://127.0.0.1:1/",
        "camelhttpresponsecode", "299");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Shop.read(answer.body()).has("orders")).isTrue();
  }

  @Test
  void a_saga_of_the_callers_choice_is_neither_joined_nor_called() throws Exception {
    try (var elsewhere = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var saga = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/lra-coordinator/x";
      camel.getRouteController().stopRoute("reserve-stock");
      String id;
      try {
        id = shop.post("/orders?Long-Running-Action=" + saga, ORDER, "Long-Running-Action", saga, "long-running-action", saga)
            .get("id").asText();
        Awaitility.await().atMost(PATIENCE).until(() -> shop.history(id).contains("order.placed"));
        for (var name : List.of("Long_HYPHEN_Running_HYPHEN_Action", "long_HYPHEN_running_HYPHEN_action", "saga")) {
          new JmsTemplate(connections).send("inventory.reserve", session -> {
            var command = session.createMessage();
            command.setStringProperty("orderId", id);
            command.setStringProperty(name, saga);
            return command;
          });
        }
      } finally {
        camel.getRouteController().startRoute("reserve-stock");
      }
      shop.servesAndHandsOver(id);
      assertThat(database.queryForObject("select saga from orders.customer_order where id = ?", String.class, id))
          .isNotEqualTo(saga);
      elsewhere.setSoTimeout(1);
      assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_command_that_asks_for_a_reply_gets_none() {
    var id = order();
    shop.becomes(id, "PREPARING");
    var jms = new JmsTemplate(connections);
    jms.send("kitchen.prepare", session -> {
      var command = session.createMessage();
      command.setStringProperty("orderId", id);
      command.setJMSReplyTo(session.createQueue("replies"));
      return command;
    });
    // No command is behind it in its queue, but another order goes through the same routes.
    shop.servesAndHandsOver(order());
    assertThat(jms.<Boolean>browse("replies", (session, replies) -> replies.getEnumeration().hasMoreElements())).isFalse();
  }

  // Words

  @ParameterizedTest
  @ValueSource(strings = {"${bean:orders}", "{{env:HOME}}", "#{1+1}", "${exchange}", "${body}", "${header.id}", "$simple{body}",
      "'; drop table orders.customer_order; --", "${jndi:ldap://127.0.0.1:1/x}", "${sys:user.home}", "null", "'x'", "\\\"x\\\"",
      "<script>alert(1)</script>", "%00", "../../etc/passwd", "RAW(x)", "direct:release-stock", "T(java.lang.Runtime)"})
  void words_stay_words(String words) throws Exception {
    var meant = new ObjectMapper().readTree("\"" + words + "\"").asText();
    var id = shop.post("/orders", """
        {"customerId": "ada", "text": "%s", "note": "%s", "payment": {"method": "card"}}""".formatted(words, words))
        .get("id").asText();
    var order = shop.get("/orders/" + id);
    assertThat(order.get("text").asText()).isEqualTo(meant);
    assertThat(order.get("note").asText()).isEqualTo(meant);
    shop.becomes(id, "REJECTED");
  }

  @Test
  void a_customer_whose_name_means_something_elsewhere_is_found_by_it() {
    for (var customer : List.of("null", "true", "0", "simple", "java.lang.String.class")) {
      var id = shop.post("/orders", ORDER.replace("ada", customer)).get("id").asText();
      var found = shop.get("/orders?customerId=" + customer).get("orders");
      assertThat(found).extracting(order -> order.get("customerId").asText()).containsOnly(customer);
      assertThat(found).extracting(order -> order.get("id").asText()).contains(id);
    }
    for (var words : List.of("%24%7Bbean:orders%7D", "%27null%27", "%22ada%22", "%24%7Bheader.limit%7D", "%7B%7Benv:HOME%7D%7D")) {
      assertThat(shop.get("/orders?customerId=" + words).get("orders")).isEmpty();
      assertThat(shop.get("/notifications?userId=" + words).get("notifications")).isEmpty();
    }
  }

  // Undo from outside

  @Test
  void nobody_undoes_anothers_order_from_outside() {
    var victim = order();
    var before = shop.becomes(victim, "PREPARING");
    var saga = database.queryForObject("select saga from orders.customer_order where id = ?", String.class, victim);
    var ports = ports();
    assertThat(ports).hasSize(2).contains(port);
    for (int each : ports) {
      for (var path : List.of(
          "/lra-participant/compensate?Camel-Saga-Compensate=direct%3A%2F%2Frelease-stock&orderId=" + victim + "&amount=9999",
          "/saga/release-stock/" + victim + "/AAAA", "/saga/release-stock/" + victim + "/" + "A".repeat(43),
          "/%73aga/release-stock/" + victim + "/" + "A".repeat(43), "//saga/release-stock/" + victim + "/" + "A".repeat(43),
          "/saga/unplace-order/" + victim + "/" + "A".repeat(43) + "?orderId=" + victim)) {
        assertThat(Wire.send(each, "PUT", path, "Long-Running-Action: " + saga, "Content-Length: 0"))
            .as(each + path).matches("(?s)HTTP/1.1 40[34] .*");
      }
    }
    assertThat(shop.get("/orders/" + victim)).isEqualTo(before);
    shop.servesAndHandsOver(victim);
  }

  // Java objects

  /** Tells when it is brought to life. */
  static final class Trap implements Serializable {

    static final AtomicInteger SPRUNG = new AtomicInteger();

    private void readObject(ObjectInputStream in) {
      SPRUNG.incrementAndGet();
    }
  }

  @Test
  void a_java_object_in_a_message_never_comes_to_life_and_holds_nobody_up() {
    Setting.assumeTopicsSpeakJms();
    var id = order();
    shop.becomes(id, "PREPARING");
    var jms = new JmsTemplate(connections);
    for (boolean topic : new boolean[] {false, true}) {
      jms.setPubSubDomain(topic);
      jms.send(topic ? "order-events" : "kitchen.prepare", session -> {
        var message = session.createObjectMessage(new Trap());
        message.setStringProperty("orderId", id);
        message.setBooleanProperty("milestone", true);
        return message;
      });
    }
    shop.servesAndHandsOver(order());
    shop.servesAndHandsOver(id);
    var letters = Awaitility.await("the object told as a fact to be a dead letter of notifications and audit").atMost(PATIENCE)
        .until(() -> StreamSupport.stream(shop.get("/dead-letters").get("deadLetters").spliterator(), false)
            .filter(each -> each.path("orderId").asText().equals(id)).toList(), found -> found.size() == 2);
    assertThat(Trap.SPRUNG).hasValue(0);
    assertThat(letters).allSatisfy(letter -> {
      assertThat(letter.get("address").asText()).isEqualTo("order-events");
      assertThat(letter.has("body")).isFalse();
      assertThat(shop.send("DELETE", "/api/v1/dead-letters/" + letter.get("id").asText(), "").statusCode()).isEqualTo(200);
    });
  }

  private String order() {
    return shop.post("/orders", ORDER).get("id").asText();
  }

  private Set<Integer> ports() {
    var connectors = ((TomcatWebServer) server.getWebServer()).getTomcat().getService().findConnectors();
    var ports = new HashSet<Integer>();
    Arrays.stream(connectors).forEach(connector -> ports.add(connector.getLocalPort()));
    return ports;
  }

  /** Every name that Camel itself gives a meaning to, but for the type of a body. */
  static Set<String> obeyed() {
    var names = new TreeSet<String>();
    for (var constants : List.of(Exchange.class, BeanConstants.class, JmsConstants.class, HttpConstants.class,
        PlatformHttpConstants.class, QuartzConstants.class, SagaConstants.class)) {
      for (var field : constants.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
          try {
            names.add((String) field.get(null));
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    names.removeIf(name -> !name.matches("Camel[A-Za-z0-9.-]+|[A-Z][A-Za-z]+(-[A-Za-z]+)+") || name.equals(Exchange.CONTENT_TYPE));
    return names;
  }

  static List<String> spelled(Set<String> names) {
    return Stream.<Function<String, String>>of(
            name -> name, name -> name.toLowerCase(Locale.ROOT), name -> name.toUpperCase(Locale.ROOT))
        .flatMap(casing -> names.stream().map(casing)).distinct().toList();
  }

  /** The name as JMS properties are named, which Camel reads back. */
  private static String asProperty(String name) {
    return name.replace("-", "_HYPHEN_").replace(".", "_DOT_");
  }

  /** What says how a request is framed, which the web server reads. */
  private static boolean isHttp(String name) {
    return Set.of("content-length", "transfer-encoding", "content-encoding").contains(name.toLowerCase(Locale.ROOT));
  }

  private static List<List<String>> batches(List<String> names, int size) {
    return IntStream.iterate(0, i -> i < names.size(), i -> i + size)
        .mapToObj(i -> names.subList(i, Math.min(names.size(), i + size))).toList();
  }

  private interface Deed {
    void run() throws Exception;
  }

  /** The headers by which the attack has come into a route of this kind while the deed was done. */
  private Set<String> whatReachesRoutes(String kind, Deed deed) throws Exception {
    var seen = new AtomicInteger();
    var reached = new ConcurrentLinkedQueue<String>();
    var watch = new EventNotifierSupport() {
      @Override
      public void notify(CamelEvent event) {
        var exchange = ((ExchangeCreatedEvent) event).getExchange();
        if (exchange.getFromEndpoint().getEndpointUri().startsWith(kind)) {
          exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (ATTACK.equals(String.valueOf(value))) {
              reached.add(name);
            }
          });
          seen.incrementAndGet();
        }
      }

      @Override
      public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeCreatedEvent;
      }
    };
    watch.start();
    camel.getManagementStrategy().addEventNotifier(watch);
    try {
      deed.run();
      Awaitility.await("routes to be reached").atMost(PATIENCE).until(() -> seen.get() > 0);
    } finally {
      camel.getManagementStrategy().removeEventNotifier(watch);
    }
    return new TreeSet<>(reached);
  }
}
