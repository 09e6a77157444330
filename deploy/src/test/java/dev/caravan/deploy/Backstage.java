package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What tests do where no customer looks: they hold steps up, let time come, lose messages and call undos themselves. */
final class Backstage {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration OFTEN = Duration.ofMillis(50);

  private final CamelContext camel;
  private final ProducerTemplate messages;
  private final JdbcTemplate database;
  private final ConnectionFactory broker;
  private final Set<String> heldUp = new LinkedHashSet<>();

  Backstage(CamelContext camel, ProducerTemplate messages, JdbcTemplate database, ConnectionFactory broker) {
    this.camel = camel;
    this.messages = messages;
    this.database = database;
    this.broker = broker;
  }

  /** These routes do nothing until they are let go. */
  void holdUp(String... routes) {
    for (var route : routes) {
      heldUp.add(route);
      control(route, () -> camel.getRouteController().stopRoute(route));
    }
  }

  void letGo(String... routes) {
    for (var route : routes) {
      control(route, () -> camel.getRouteController().startRoute(route));
      heldUp.remove(route);
    }
  }

  void letAllGo() {
    letGo(heldUp.toArray(String[]::new));
  }

  private interface Control {
    void run() throws Exception;
  }

  private static void control(String route, Control control) {
    try {
      control.run();
    } catch (Exception e) {
      throw new AssertionError("cannot stop or start " + route, e);
    }
  }

  /** The time of the order's pending timer has come, and that has been told. */
  void comes(String order, String kind) {
    assertThat(database.update("update timers.timer set due_at = now() where subject = ? and kind = ? and status = 'PENDING'", order, kind))
        .as("pending timers of kind " + kind).isEqualTo(1);
    Awaitility.await(kind + " of order " + order).atMost(PATIENCE).pollInterval(OFTEN).until(() -> database.queryForList(
        "select status from timers.timer where subject = ? and kind = ? order by due_at desc", String.class, order, kind)
        .contains("PROCESSED"));
    relayed();
  }

  List<String> pendingTimers(String order) {
    return database.queryForList(
        "select kind from timers.timer where subject = ? and status = 'PENDING' order by kind", String.class, order);
  }

  /** The carriers that would come for a parcel of the order. */
  List<String> booked(String order) {
    return database.queryForList("""
        select b.carrier from shipping.simulated_booking b join shipping.shipment s on s.id::text = b.key
        where s.order_id = ? and b.status = 'BOOKED'""", String.class, order);
  }

  /** Minor units that the gateway has of the order's customer, held or taken. */
  long atGateway(String order) {
    return Objects.requireNonNull(database.queryForObject("""
        select coalesce(sum(case c.status when 'AUTHORIZED' then c.amount else c.captured end
                 - (select coalesce(sum(r.amount), 0) from payments.simulated_refund r where r.charge = c.key)), 0)
        from payments.simulated_charge c join payments.payment p on p.id::text = c.key where p.order_id = ?
          and c.status in ('AUTHORIZED', 'CAPTURED')""", Long.class, order));
  }

  /** Sends a command as the journey would. @param name of the endpoint */
  void commands(String name, String order) {
    messages.sendBodyAndHeader("{{" + name + "}}", null, "orderId", order);
  }

  /** Has a bean do what a timer has it do. */
  void runs(String bean, String method) {
    messages.sendBody("bean:" + bean + "?method=" + method, null);
  }

  /** Calls an undo as the coordinator would. */
  void undoes(String undo, String order, String saga) {
    messages.sendBodyAndHeaders("direct:" + undo, null, Map.of("orderId", order, "saga", saga));
  }

  /** The sagas that the order was in, in order. @param fact by which it entered them */
  List<String> sagas(String order, String fact) {
    return database.queryForList(
        "select data ->> 'saga' from events.event where subject = ? and type = ? order by seq", String.class, order, fact);
  }

  /** Has every fact of this type about the order told again, twice. */
  void tellsAgain(String order, String type) {
    for (int i = 0; i < 2; i++) {
      assertThat(database.update("""
          insert into events.outbox (seq) select seq from events.event where subject = ? and type = ? on conflict do nothing""",
          order, type)).isPositive();
      relayed();
    }
  }

  private void relayed() {
    Awaitility.await("everything to be told").atMost(PATIENCE).pollInterval(OFTEN)
        .until(() -> database.queryForObject("select count(*) from events.outbox", Integer.class) == 0);
  }

  /** Everything that has been told has been carried out, except by the routes that are held up. */
  void carriedOut() {
    relayed();
    var waiting = Stream.concat(Stream.of("dead-letters"), heldUp.stream().map(this::queue)).toList();
    Awaitility.await("every command to be carried out").atMost(PATIENCE).pollInterval(OFTEN).untilAsserted(() ->
        assertThat(queued()).filteredOn(queue -> !waiting.contains(queue)).isEmpty());
    relayed();
  }

  private String queue(String route) {
    var uri = camel.getRoute(route).getEndpoint().getEndpointUri();
    return uri.substring(uri.lastIndexOf(':') + 1);
  }

  /** The queues in which messages wait or are being worked on, as the broker tells, wherever it runs. */
  private List<String> queued() throws JMSException {
    var answer = new JmsTemplate(broker).sendAndReceive("activemq.management", session -> {
      var question = session.createMessage();
      JMSManagementHelper.putOperationInvocation(question, ResourceNames.BROKER, "listQueues",
          "{\"field\": \"\", \"operation\": \"\", \"value\": \"\"}", 1, 1_000);
      return question;
    });
    try {
      var queues = StreamSupport.stream(Shop.read(String.valueOf(JMSManagementHelper.getResult(answer))).get("data").spliterator(), false)
          .filter(queue -> queue.get("routingType").asText().equals("ANYCAST") && queue.get("durable").asBoolean()).toList();
      assertThat(queues).as("queues of the broker").isNotEmpty();
      return queues.stream().filter(queue -> queue.get("messageCount").asLong() > 0).map(queue -> queue.get("name").asText()).toList();
    } catch (JMSException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The commands about the order or task that wait in the queue of a route that is held up are lost, at least one. */
  void loses(String route, String subject) {
    try (var context = broker.createContext()) {
      var consumer = context.createConsumer(context.createQueue(queue(route)), "orderId = '%1$s' or taskId = '%1$s'".formatted(subject));
      assertThat(consumer.receive(PATIENCE.toMillis())).as("command for " + route).isNotNull();
      while (consumer.receive(500) != null) {
        // One is as lost as the other.
      }
    }
  }
}
