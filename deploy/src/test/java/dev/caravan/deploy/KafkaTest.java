package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.config.events.CloudEvents;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** The whole application with its topics on Kafka. */
@EndToEnd
@ActiveProfiles("kafka")
@ContextConfiguration(initializers = {PostOffice.class, KafkaServer.class})
class KafkaTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ATTACK = "attack";

  @Autowired JdbcTemplate database;
  @Autowired CamelContext camel;
  @Autowired CloudEvents cloudEvents;
  @Autowired EventLog events;
  @Autowired TransactionTemplate transaction;

  private Shop shop;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
  }

  @Test
  void an_order_of_each_kind_runs_to_its_end_and_everybody_hears_of_it() {
    var pickup = shop.orders(1, "card");
    var parcels = new Parcels(shop);
    var parcel = parcels.startsAtLeisure();
    var campus = new Campus(shop);
    var delivery = campus.ordersFromStore();
    campus.deliversFromStore(delivery, 1100, "USD");
    campus.confirms(delivery);
    shop.servesAndHandsOver(pickup);
    parcels.ends(parcel);

    for (var order : List.of(pickup, parcel, delivery)) {
      shop.becomes(order, "COMPLETED");
      Awaitility.await("audit of " + order).atMost(PATIENCE).untilAsserted(() -> assertThat(
          new HashSet<>(strings(shop.get("/audit?limit=100&orderId=" + order).get("records"), "eventType"))).containsAll(shop.history(order)));
      Awaitility.await("notification of " + order).atMost(PATIENCE).untilAsserted(() -> assertThat(
          types(shop.get("/notifications?limit=100&orderId=" + order).get("notifications"))).contains("ORDER_COMPLETED").doesNotHaveDuplicates());
      Awaitility.await("position of " + order).atMost(PATIENCE).until(
          () -> shop.get("/live/orders/" + order).get("status").asText().equals("COMPLETED"));
    }
    assertThat(shop.get("/dead-letters").get("deadLetters")).isEmpty();
    shop.invariantsHold();

    var heard = heard("order-events", pickup);
    assertThat(heard).extracting(event -> event.get("sequence").asLong()).isSorted();
    assertThat(heard).extracting(event -> event.get("type").asText()).contains("order.received", "order.completed");
    assertThat(shop.send("GET", "/health/ready", "").statusCode()).isEqualTo(200);
    assertThat(subscribers("order-events")).contains("DURABLE notifications 0", "DURABLE audit-order-events 0");
    assertThat(subscribers("task-updates")).anyMatch(group -> group.startsWith("VOLATILE live-"));
  }

  @Test
  void what_comes_after_a_fact_that_cannot_be_taken_in_waits_until_it_is_told_again() {
    var order = "order-" + UUID.randomUUID();
    database.execute("""
        create function notifications.refuse() returns trigger language plpgsql as 'begin raise exception ''no ink''; end'""");
    database.execute("""
        create trigger refuse before insert on notifications.notification for each row
        when (new.order_id = '%s' and new.type = 'ORDER_ON_SITE') execute function notifications.refuse()""".formatted(order));
    try {
      tells(order);
      var letters = letters(order, 3);
      assertThat(toldOf(order, 1)).containsExactly("ORDER_AVAILABLE");
      assertThat(letters).allSatisfy(letter -> {
        assertThat(letter.get("address").asText()).isEqualTo("order-events");
        assertThat(letter.get("subscription").asText()).isEqualTo("notifications");
        assertThat(letter.get("subject").asText()).isEqualTo(order);
      });
      assertThat(letters.get(0).get("error").asText()).contains("no ink");
      Awaitility.await("the topic of dead letters").atMost(PATIENCE).untilAsserted(() -> assertThat(heard("dead-letters", order))
          .extracting(event -> event.get("type").asText()).containsExactly("order.on-site", "order.on-the-way", "order.delivered"));
      // Other subjects go on.
      var other = "order-" + UUID.randomUUID();
      tells(other);
      assertThat(toldOf(other, 4)).hasSize(4);
    } finally {
      database.execute("drop function notifications.refuse() cascade");
    }
    shop.post("/dead-letters/" + letters(order, 3).get(0).get("id").asText() + "/redrive", "");
    assertThat(toldOf(order, 4)).containsExactly("ORDER_AVAILABLE", "ORDER_ON_SITE", "ORDER_ON_THE_WAY", "ORDER_DELIVERED");
    assertThat(letters(order, 0)).isEmpty();
    Awaitility.await("the subject to go on").atMost(PATIENCE).until(
        () -> database.queryForObject("select count(*) from operations.parked_subject where subject = ?", Integer.class, order) == 0);
  }

  @Test
  void what_is_no_text_is_never_looked_into_and_given_up_what_waits_behind_it_goes_on() throws Exception {
    var subject = "order-" + UUID.randomUUID();
    var bytes = new ByteArrayOutputStream();
    try (var object = new ObjectOutputStream(bytes)) {
      object.writeObject(new EdgeTest.Trap());
    }
    send(subject, bytes.toByteArray(), Map.of("orderId", subject, "milestone", "true", "seq", "not a number"));
    var letters = letters(subject, 2);
    assertThat(EdgeTest.Trap.SPRUNG).hasValue(0);
    assertThat(letters).extracting(letter -> letter.get("subscription").asText())
        .containsExactlyInAnyOrder("notifications", "audit-order-events");
    assertThat(letters).allSatisfy(letter -> assertThat(letter.has("body")).isFalse());
    for (var letter : letters) {
      var path = "/api/v1/dead-letters/" + letter.get("id").asText();
      assertThat(shop.send("POST", path + "/redrive", "").statusCode()).isEqualTo(409);
      assertThat(shop.send("DELETE", path, "").statusCode()).isEqualTo(200);
    }
    assertThat(database.queryForObject("select count(*) from operations.parked_subject where subject = ?", Integer.class, subject)).isZero();
  }

  @Test
  void no_header_that_Camel_obeys_reaches_a_route_by_Kafka() throws Exception {
    var names = new TreeSet<>(EdgeTest.obeyed());
    for (var field : KafkaConstants.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        names.add((String) field.get(null));
      }
    }
    var seen = new AtomicInteger();
    var reached = new ConcurrentSkipListSet<String>();
    var watch = new EventNotifierSupport() {
      @Override
      public void notify(CamelEvent event) {
        var exchange = ((ExchangeCreatedEvent) event).getExchange();
        if (exchange.getFromEndpoint().getEndpointUri().startsWith("kafka") && ATTACK.equals(exchange.getMessage().getHeader("traceId"))) {
          exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (ATTACK.equals(String.valueOf(value)) || value instanceof byte[]) {
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
      var subject = "order-" + UUID.randomUUID();
      var fact = new Event(1, UUID.randomUUID(), "stock.consumed", subject, Map.of("orderId", subject), "test", Instant.now(), null);
      var headers = new HashMap<String, String>(Map.of("traceId", ATTACK, "milestone", "true"));
      EdgeTest.spelled(names).forEach(name -> headers.put(name, ATTACK));
      send(subject, cloudEvents.write(fact).getBytes(StandardCharsets.UTF_8), headers);
      Awaitility.await("both subscriptions").atMost(PATIENCE).until(() -> seen.get() >= 2);
    } finally {
      camel.getManagementStrategy().removeEventNotifier(watch);
    }
    assertThat(names).hasSizeGreaterThan(100);
    assertThat(reached).as("what is expected, and nothing else").containsExactly("traceId");
  }

  /** Four milestones of an order that nobody else knows of. */
  private void tells(String order) {
    for (var type : List.of("order.available", "order.on-site", "order.on-the-way", "order.delivered")) {
      transaction.executeWithoutResult(status -> events.record(
          type, order, Map.of("orderId", order, "customerId", "ada", "fulfilment", "COURIER", "status", "TESTED"), "test", null));
    }
  }

  private static void send(String key, byte[] value, Map<String, String> headers) throws Exception {
    try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", KafkaServer.url()), new StringSerializer(), new ByteArraySerializer())) {
      var message = new ProducerRecord<>("order-events", key, value);
      headers.forEach((name, text) -> message.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
      producer.send(message).get();
    }
  }

  /** Everything that the topic has of a subject, in order. */
  private static List<JsonNode> heard(String topic, String subject) {
    try (var consumer = new KafkaConsumer<>(
        Map.of("bootstrap.servers", KafkaServer.url()), new StringDeserializer(), new StringDeserializer())) {
      var partitions = consumer.partitionsFor(topic).stream()
          .map(partition -> new TopicPartition(topic, partition.partition())).toList();
      assertThat(partitions).hasSize(6);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var heard = new ArrayList<JsonNode>();
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofSeconds(1)).forEach(message -> {
          if (subject.equals(message.key())) {
            heard.add(Shop.read(message.value()));
          }
        });
      }
      return heard;
    }
  }

  private List<JsonNode> letters(String order, int count) {
    return Awaitility.await(count + " dead letters of " + order).atMost(PATIENCE).until(
        () -> StreamSupport.stream(shop.get("/dead-letters").get("deadLetters").spliterator(), false)
            .filter(letter -> letter.path("orderId").asText().equals(order)).toList(), letters -> letters.size() == count);
  }

  /** Of what the customer of an order has been told, in order. */
  private List<String> toldOf(String order, int count) {
    return Awaitility.await(count + " notifications of " + order).atMost(PATIENCE).until(() -> database.queryForList(
        "select type from notifications.notification where order_id = ? order by created_at, id", String.class, order),
        told -> told.size() == count);
  }

  private List<String> subscribers(String topic) {
    var overview = shop.get("/subscriptions").get("topics");
    return StreamSupport.stream(overview.spliterator(), false).filter(each -> each.get("topic").asText().equals(topic))
        .flatMap(each -> StreamSupport.stream(each.get("subscribers").spliterator(), false))
        .map(each -> each.get("kind").asText() + " " + each.get("name").asText() + " " + each.path("pending").asText()).toList();
  }

  private static List<String> types(JsonNode notifications) {
    return strings(notifications, "type");
  }

  private static List<String> strings(JsonNode all, String field) {
    return StreamSupport.stream(all.spliterator(), false).map(each -> each.get(field).asText()).toList();
  }
}
