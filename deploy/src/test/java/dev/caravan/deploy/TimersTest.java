package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.timers.Timers;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.domain.EntityScan;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

@EndToEnd
class TimersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Autowired Timers timers;
  @Autowired JdbcTemplate database;
  @Autowired TransactionTemplate transaction;
  @Autowired HikariDataSource source;
  @Autowired ConnectionFactory broker;

  private Shop shop;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
  }

  // Of orders

  @Test
  void however_many_nodes_fire_what_is_due_each_timer_fires_once() throws Exception {
    var due = Instant.now();
    transaction.executeWithoutResult(status ->
        IntStream.range(0, 500).forEach(each -> timers.arm("TEST_CROWD", "crowd-" + each, due)));
    var nodes = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> node = () -> {
        int fired = 0;
        for (int batch = timers.fireDue(20); batch > 0; batch = timers.fireDue(20)) {
          fired += batch;
        }
        return fired;
      };
      for (var result : nodes.invokeAll(List.of(node, node, node, node))) {
        assertThat(result.get()).isNotNegative();
      }
    } finally {
      nodes.shutdownNow();
    }
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(firings("crowd-%")).isEqualTo(500));
  }

  @Test
  void ten_thousand_timers_that_are_due_in_one_second_fire_once_each_on_two_nodes() {
    try (var other = new SpringApplicationBuilder(OtherNode.class).web(WebApplicationType.NONE).run(
        "--spring.datasource.url=" + source.getJdbcUrl(), "--spring.datasource.username=" + source.getUsername(),
        "--spring.datasource.password=" + source.getPassword())) {
      var others = other.getBean(Timers.class);
      var due = Instant.now().plusSeconds(3);
      database.update("""
          insert into timers.timer (id, kind, subject, due_at)
          select gen_random_uuid(), 'TEST_TEN_THOUSAND', 'thousands-' || each, cast(? as timestamptz) + random() * interval '1 second'
          from generate_series(1, 10000) as each""", due.toString());
      others.fireDue(1);
      assertThat(firings("thousands-%")).as("before they are due").isZero();

      var firedByOther = new ArrayList<Integer>();
      Awaitility.await("all to fire").pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
          .atMost(Duration.ofSeconds(60)).until(() -> {
            int fired = others.fireDue(200);
            firedByOther.add(fired);
            return fired == 0 && firings("thousands-%") >= 10_000;
          });

      int byOther = firedByOther.stream().mapToInt(Integer::intValue).sum();
      System.out.printf("10,000 timers fired within %d ms of the first being due, %d of them by the other node%n",
          Duration.between(due, Instant.now()).toMillis(), byOther);
      assertThat(firings("thousands-%")).isEqualTo(10_000);
      assertThat(database.queryForObject("""
          select count(distinct subject) from events.event where type = 'timer.fired' and subject like 'thousands-%'""",
          Integer.class)).isEqualTo(10_000);
      assertThat(byOther).as("both nodes have fired").isBetween(1, 9_999);
      Awaitility.await("all to be told").atMost(Duration.ofSeconds(60)).untilAsserted(() ->
          assertThat(database.queryForObject("select count(*) from events.outbox", Integer.class)).isZero());
    }
  }

  /** As much of Caravan as fires timers, with a connection pool, entities and transactions of its own. */
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
      TransactionAutoConfiguration.class, JacksonAutoConfiguration.class})
  @EntityScan(basePackageClasses = Timers.class)
  @Import({Timers.class, EventLog.class})
  static class OtherNode {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  @Test
  void a_timer_that_is_armed_again_is_moved() {
    transaction.executeWithoutResult(status -> {
      timers.arm("TEST_MOVED", "moved-1", inAnHour());
      timers.arm("TEST_MOVED", "moved-1", Instant.now());
    });
    Awaitility.await().atMost(PATIENCE).until(() -> firings("moved-1") == 1);
    assertThat(database.queryForObject("select count(*) from timers.timer where subject = 'moved-1'", Integer.class)).isEqualTo(1);
  }

  @Test
  void a_timer_that_was_armed_in_a_transaction_that_failed_never_fires() {
    transaction.executeWithoutResult(status -> {
      timers.arm("TEST_FAILED", "failed-1", Instant.now());
      status.setRollbackOnly();
    });
    firesWhatIsDue();
    assertThat(firings("failed-1")).isZero();
  }

  @Test
  void a_timer_that_is_cancelled_never_fires() {
    transaction.executeWithoutResult(status -> {
      timers.arm("TEST_CANCELLED", "cancelled-1", Instant.now());
      timers.arm("TEST_KEPT", "cancelled-1", inAnHour());
      timers.cancel("TEST_CANCELLED", "cancelled-1");
      timers.cancel("TEST_CANCELLED", "nobody");
    });
    firesWhatIsDue();
    assertThat(firings("cancelled-1")).isZero();
    assertThat(listed("subject=cancelled-1")).extracting(timer -> timer.get("status").asText())
        .containsExactly("PENDING", "CANCELLED");
  }

  @Test
  void the_timer_of_an_order_is_told_with_the_order() {
    transaction.executeWithoutResult(status -> timers.arm("TEST_OF_ORDER", "of-order-1", Instant.now()));
    Awaitility.await().atMost(PATIENCE).until(() -> firings("of-order-1") == 1);
    assertThat(Shop.read(database.queryForObject(
            "select data::text from events.event where type = 'timer.fired' and subject = 'of-order-1'", String.class)))
        .isEqualTo(Shop.read("{\"kind\": \"TEST_OF_ORDER\", \"orderId\": \"of-order-1\"}"));
  }

  // Over HTTP

  @Test
  void a_timer_of_ones_own_fires_once_on_its_topic_and_on_no_other() {
    try (var context = broker.createContext()) {
      Setting.assumeTopicsSpeakJms();
      var timerEvents = context.createConsumer(context.createTopic("timer-events"));
      var orderEvents = context.createConsumer(context.createTopic("order-events"));
      var id = starts("TEST_TEA", "pot-1", Instant.now().minusSeconds(60).toString()).get("id").asText();
      transaction.executeWithoutResult(status -> timers.arm("TEST_LAST", "pot-2", Instant.now().plusSeconds(1)));
      Awaitility.await().atMost(PATIENCE).until(() -> shop.get("/timers/" + id).get("status").asText().equals("PROCESSED"));

      var heard = upTo("pot-2", timerEvents).stream().filter(event -> subject(event).equals("pot-1")).toList();
      assertThat(heard).extracting(event -> event.get("id").asText()).containsOnly(heard.get(0).get("id").asText());
      assertThat(heard.get(0).get("type").asText()).isEqualTo("timer.fired");
      assertThat(heard.get(0).get("data")).isEqualTo(Shop.read("{\"kind\": \"TEST_TEA\"}"));
      assertThat(upTo("pot-2", orderEvents)).extracting(TimersTest::subject).doesNotContain("pot-1");
      assertThat(firings("pot-1")).isEqualTo(1);
      isRefused(shop.send("DELETE", "/api/v1/timers/" + id, ""), 409, "too-late");
    }
  }

  @Test
  void a_timer_is_started_looked_up_moved_and_stopped() {
    var answer = shop.send("POST", "/api/v1/timers", timer("TEST_EGG", "egg-1", "2030-01-01T08:00:00+02:00"));
    assertThat(answer.statusCode()).isEqualTo(201);
    var started = Shop.read(answer.body());
    var path = "/api/v1/timers/" + started.get("id").asText();
    assertThat(answer.headers().firstValue("Location")).hasValue(path);
    assertThat(started.get("dueAt").asText()).isEqualTo("2030-01-01T06:00:00Z");
    assertThat(started.get("status").asText()).isEqualTo("PENDING");
    assertThat(Shop.read(shop.send("GET", path, "").body())).isEqualTo(started);

    var moved = starts("TEST_EGG", "egg-1", "2030-01-02T08:00:00Z");
    assertThat(moved.get("id")).isEqualTo(started.get("id"));
    assertThat(listed("subject=egg-1")).containsExactly(moved);

    var stopped = shop.send("DELETE", path, "");
    assertThat(stopped.statusCode()).isEqualTo(200);
    assertThat(Shop.read(stopped.body()).get("status").asText()).isEqualTo("CANCELLED");
    assertThat(shop.send("DELETE", path, "").body()).isEqualTo(stopped.body());
    assertThat(listed("subject=egg-1&status=PENDING")).isEmpty();
    assertThat(listed("subject=egg-1&status=CANCELLED")).hasSize(1);
    assertThat(starts("TEST_EGG", "egg-1", "2030-01-01T08:00:00Z").get("id")).isNotEqualTo(started.get("id"));
  }

  @Test
  void timers_are_listed_page_by_page_the_one_that_is_due_last_first() {
    for (int day = 1; day <= 5; day++) {
      starts("TEST_PAGES", "pages-" + day, "2030-02-0" + day + "T00:00:00Z");
      starts("TEST_PAGE_" + "ABCDE".charAt(day - 1), "pages", "2030-02-0" + day + "T00:00:00Z");
    }
    var due = new ArrayList<String>();
    var path = "/api/v1/timers?subject=pages&status=PENDING&limit=2";
    while (path != null) {
      var page = shop.send("GET", path, "");
      Shop.read(page.body()).get("timers").forEach(timer -> due.add(timer.get("dueAt").asText().substring(0, 10)));
      path = page.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>'))).orElse(null);
    }
    assertThat(due).containsExactly("2030-02-05", "2030-02-04", "2030-02-03", "2030-02-02", "2030-02-01");
  }

  @Test
  void the_timeout_of_an_order_is_moved_and_never_made() {
    isRefused(shop.send("POST", "/api/v1/timers", timer("ORDER_TIMEOUT", "timeout-1", inAnHour().toString())), 409, "not-available");
    transaction.executeWithoutResult(status -> timers.arm("ORDER_TIMEOUT", "timeout-1", inAnHour()));
    var moved = starts("ORDER_TIMEOUT", "timeout-1", "2030-01-01T00:00:00Z");
    assertThat(moved.get("dueAt").asText()).isEqualTo("2030-01-01T00:00:00Z");
    assertThat(listed("subject=timeout-1")).containsExactly(moved);
    transaction.executeWithoutResult(status -> timers.cancel("ORDER_TIMEOUT", "timeout-1"));
    isRefused(shop.send("POST", "/api/v1/timers", timer("ORDER_TIMEOUT", "timeout-1", inAnHour().toString())), 409, "not-available");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAYMENT_RETRY", "STAGE_TIMEOUT", "APPROVAL_EXPIRY", "CONFIRMATION_GRACE", "CUSTOMER_GRACE", "SUBSTITUTION_EXPIRY"})
  void nobody_else_starts_a_timer_of_a_kind_of_Caravans_own(String kind) {
    var refused = shop.send("POST", "/api/v1/timers", timer(kind, "reserved-1", inAnHour().toString()));
    isRefused(refused, 400, "reserved-kind");
    assertThat(Shop.read(refused.body()).at("/errors/0/field").asText()).isEqualTo("kind");
  }

  @ParameterizedTest(name = "{0} is refused because of {1}")
  @CsvSource(delimiter = '|', value = {
      "{\"subject\": \"refused\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | kind",
      "{\"kind\": \"TEA\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | subject",
      "{\"kind\": \"TEA\", \"subject\": \"refused\"} | dueAt",
      "{\"kind\": \"tea\", \"subject\": \"refused\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | kind",
      "{\"kind\": \"_TEA\", \"subject\": \"refused\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | kind",
      "{\"kind\": \"\", \"subject\": \"refused\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | kind",
      "{\"kind\": \"A_KIND_OF_THIRTY_THREE_CHARACTERS\", \"subject\": \"refused\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | kind",
      "{\"kind\": 5, \"subject\": \"refused\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | kind",
      "{\"kind\": \"TEA\", \"subject\": \"\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | subject",
      "{\"kind\": \"TEA\", \"subject\": \"a b\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | subject",
      "{\"kind\": \"TEA\", \"subject\": \"null\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | subject",
      "{\"kind\": \"TEA\", \"subject\": \"true\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | subject",
      "{\"kind\": \"TEA\", \"subject\": \"false\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | subject",
      "{\"kind\": \"TEA\", \"subject\": \"${body}\", \"dueAt\": \"2030-01-01T00:00:00Z\"} | subject",
      "{\"kind\": \"TEA\", \"subject\": \"refused\", \"dueAt\": \"2030-01-01T00:00:00\"} | dueAt",
      "{\"kind\": \"TEA\", \"subject\": \"refused\", \"dueAt\": \"2030-02-30T00:00:00Z\"} | dueAt",
      "{\"kind\": \"TEA\", \"subject\": \"refused\", \"dueAt\": \"tomorrow\"} | dueAt",
      "{\"kind\": \"TEA\", \"subject\": \"refused\", \"dueAt\": \"\"} | dueAt",
      "{\"kind\": \"TEA\", \"subject\": \"refused\", \"dueAt\": 1893456000} | dueAt",
      "{\"kind\": \"TEA\", \"subject\": \"refused\", \"dueAt\": \"+999999999-12-31T23:59:59-18:00\"} | dueAt",
      "{\"kind\": \"TEA\", \"subject\": \"refused\", \"dueAt\": \"2099-01-01T00:00:00Z\"} | dueAt",
      "{\"kind\": \"TEA\", \"subject\": \"refused\", \"dueAt\": \"2030-01-01T00:00:00Z\", \"orderId\": \"x\"} | orderId"})
  void a_timer_that_cannot_be_meant_is_refused_by_the_name_of_the_field(String body, String field) {
    var refused = shop.send("POST", "/api/v1/timers", body);
    isRefused(refused, 400, "invalid");
    assertThat(Shop.read(refused.body()).at("/errors/0/field").asText()).isEqualTo(field);
    assertThat(listed("subject=refused")).isEmpty();
  }

  @Test
  void a_time_that_is_longer_ago_than_the_database_can_tell_fires_at_once() {
    starts("TEST_LONG_AGO", "long-ago", "-999999999-01-01T00:00:00+18:00");
    Awaitility.await().atMost(PATIENCE).until(() -> firings("long-ago") == 1);
  }

  @ParameterizedTest
  @CsvSource({"status=LATE, status", "status=, status", "status=pending, status", "limit=0, limit", "limit=101, limit",
      "cursor=x, cursor", "cursor=MjAzMC0wMS0wMVQwMDowMDowMFogeA, cursor"})
  void a_list_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(String query, String parameter) {
    var refused = shop.send("GET", "/api/v1/timers?" + query, "");
    isRefused(refused, 400, "invalid");
    assertThat(Shop.read(refused.body()).at("/errors/0/field").asText()).isEqualTo(parameter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "null", "0", "01a1fbda-adcb-70ad-8389-75d25ac5dee8"})
  void an_unknown_timer_is_not_found(String id) {
    isRefused(shop.send("GET", "/api/v1/timers/" + id, ""), 404, "not-found");
    isRefused(shop.send("DELETE", "/api/v1/timers/" + id, ""), 404, "not-found");
  }

  private JsonNode starts(String kind, String subject, String dueAt) {
    return shop.post("/timers", timer(kind, subject, dueAt));
  }

  private static String timer(String kind, String subject, String dueAt) {
    return "{\"kind\": \"%s\", \"subject\": \"%s\", \"dueAt\": \"%s\"}".formatted(kind, subject, dueAt);
  }

  private List<JsonNode> listed(String query) {
    return StreamSupport.stream(shop.get("/timers?" + query).get("timers").spliterator(), false).toList();
  }

  private static void isRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Shop.read(answer.body()).get("type").asText()).isEqualTo("/problems/" + code);
  }

  /** Everything that was due before has fired when this returns. */
  private void firesWhatIsDue() {
    int before = firings("after");
    transaction.executeWithoutResult(status -> timers.arm("TEST_AFTER", "after", Instant.now()));
    Awaitility.await().atMost(PATIENCE).until(() -> firings("after") > before);
  }

  private int firings(String subject) {
    return database.queryForObject(
        "select count(*) from events.event where type = 'timer.fired' and subject like ?", Integer.class, subject);
  }

  private static List<JsonNode> upTo(String subject, JMSConsumer consumer) {
    var heard = new ArrayList<JsonNode>();
    do {
      try {
        heard.add(Shop.read(consumer.receive(PATIENCE.toMillis()).getBody(String.class)));
      } catch (JMSException e) {
        throw new AssertionError(e);
      }
    } while (!subject(heard.get(heard.size() - 1)).equals(subject));
    return heard;
  }

  private static String subject(JsonNode event) {
    return event.get("subject").asText();
  }

  private static Instant inAnHour() {
    return Instant.now().plus(Duration.ofHours(1));
  }
}
