package dev.caravan.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EmbeddedBrokerTest {

  private static final long PATIENCE = 5_000;

  @TempDir static Path data;
  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() {
    application = start(data);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @Test
  void a_subscriber_hears_what_the_application_tells() throws Exception {
    try (var subscriber = subscriber(); var caravan = application()) {
      var shared = subscriber.createSharedDurableConsumer(subscriber.createTopic("order-events"), "mine");
      var own = subscriber.createConsumer(subscriber.createTopic("order-events"));
      caravan.createProducer().send(caravan.createTopic("order-events"), "order.received");
      assertThat(text(shared)).isEqualTo("order.received");
      assertThat(text(own)).isEqualTo("order.received");
    }
  }

  @Test
  void a_subscriber_cannot_send_nor_read_a_command() {
    try (var subscriber = subscriber(); var caravan = application()) {
      caravan.createProducer().send(caravan.createQueue("inventory.reserve"), "order-1");
      for (var topic : BrokerServer.TOPICS) {
        assertThatThrownBy(() -> subscriber.createProducer().send(subscriber.createTopic(topic), "forged"))
            .isInstanceOf(JMSRuntimeException.class).hasMessageContaining("AMQ229032");
      }
      assertThatThrownBy(() -> subscriber.createProducer().send(subscriber.createQueue("inventory.reserve"), "forged"))
          .isInstanceOf(JMSRuntimeException.class).hasMessageContaining("AMQ229032");
      for (var queue : new String[] {"inventory.reserve", "dead-letters", "payments.hold"}) {
        assertThatThrownBy(() -> subscriber.createConsumer(subscriber.createQueue(queue)))
            .isInstanceOf(JMSRuntimeException.class).hasMessageContaining("AMQ229");
        assertThatThrownBy(() -> subscriber.createBrowser(subscriber.createQueue(queue)).getEnumeration())
            .hasMessageMatching("(?s).*AMQ229(032|213).*");
      }
    }
  }

  @Test
  void a_subscriber_cannot_take_the_applications_messages() {
    try (var subscriber = subscriber(); var caravan = application()) {
      for (var name : new String[] {"notifications", "audit-order-events"}) {
        caravan.createSharedDurableConsumer(caravan.createTopic("order-events"), name).close();
        assertThatThrownBy(() -> subscriber.createSharedDurableConsumer(subscriber.createTopic("order-events"), name))
            .isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> subscriber.createConsumer(subscriber.createQueue("order-events::" + name)))
            .isInstanceOf(JMSSecurityRuntimeException.class);
      }
    }
  }

  @Test
  void a_wrong_password_is_refused() {
    for (var user : new String[] {"caravan", "subscriber", "admin"}) {
      assertThatThrownBy(() -> remote().createConnection(user, user).close()).isInstanceOf(JMSSecurityException.class);
    }
    assertThatThrownBy(() -> remote().createConnection().close()).isInstanceOf(JMSSecurityException.class);
  }

  @Test
  void a_serialized_object_is_not_read() throws Exception {
    try (var attacker = remote().createContext("caravan", secret("caravan")); var caravan = application()) {
      attacker.createProducer().send(attacker.createQueue("objects"), new ArrayList<>());
      var message = (ObjectMessage) caravan.createConsumer(caravan.createQueue("objects")).receive(PATIENCE);
      assertThatThrownBy(message::getObject).isInstanceOf(JMSException.class).hasMessageContaining("Forbidden");
    }
  }

  @Test
  void a_taken_port_is_no_secret(@TempDir Path elsewhere) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(elsewhere, taken.getLocalPort()).close())
          .rootCause().hasMessageContaining("set caravan.broker.ports.stomp");
    }
  }

  @Test
  void a_message_survives_a_restart(@TempDir Path elsewhere) throws Exception {
    try (var first = start(elsewhere); var caravan = context(first)) {
      caravan.createProducer().send(caravan.createQueue("kitchen.prepare"), "order-1");
    }
    try (var second = start(elsewhere); var caravan = context(second)) {
      assertThat(text(caravan.createConsumer(caravan.createQueue("kitchen.prepare"))))
          .isEqualTo("order-1");
    }
  }

  @Test
  void a_rolled_back_message_comes_again_after_a_pause() throws Exception {
    try (var caravan = application(); var transacted = caravan.createContext(Session.SESSION_TRANSACTED)) {
      caravan.createProducer().send(caravan.createQueue("payments.capture"), "order-1");
      var consumer = transacted.createConsumer(transacted.createQueue("payments.capture"));
      assertThat(text(consumer)).isEqualTo("order-1");
      transacted.rollback();
      assertThat(consumer.receiveNoWait()).isNull();
      assertThat(text(consumer)).isEqualTo("order-1");
      transacted.commit();
    }
  }

  @Test
  void a_subscriber_may_speak_stomp() throws Exception {
    try (var socket = connect("stomp")) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      stomp(socket, "CONNECT\naccept-version:1.2\nhost:caravan\nlogin:subscriber\npasscode:" + secret("subscriber"));
      assertThat(in.readLine()).isEqualTo("CONNECTED");
      stomp(socket, "SUBSCRIBE\nid:1\ndestination:order-events\nreceipt:subscribed");
      assertThat(in.lines().anyMatch(line -> line.equals("receipt-id:subscribed"))).isTrue();
      tell("stomp is served");
      assertThat(in.lines().anyMatch(line -> line.contains("stomp is served"))).isTrue();
      stomp(socket, "SUBSCRIBE\nid:2\nsubscription-type:ANYCAST\ndestination:order-events");
      assertThat(in.lines().anyMatch(line -> line.contains("ERROR"))).isTrue();
    }
    try (var socket = connect("stomp")) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      stomp(socket, "CONNECT\naccept-version:1.2\nhost:caravan\nlogin:subscriber\npasscode:" + secret("subscriber"));
      stomp(socket, "SEND\ndestination:order-events\n\nforged");
      assertThat(in.lines().anyMatch(line -> line.contains("ERROR"))).isTrue();
    }
  }

  @Test
  void a_subscriber_may_speak_mqtt() throws Exception {
    try (var socket = connect("mqtt")) {
      var out = socket.getOutputStream();
      out.write(mqtt(0x10, text("MQTT"), new byte[] {4, (byte) 0xC2, 0, 60}, text("listener"), text("subscriber"),
          text(secret("subscriber"))));
      var in = socket.getInputStream();
      assertThat(in.readNBytes(4)).as("CONNACK").containsExactly(0x20, 2, 0, 0);
      out.write(mqtt(0x82, new byte[] {0, 1}, text("order-events"), new byte[] {1}));
      assertThat(in.readNBytes(5)).as("SUBACK").containsExactly(0x90, 3, 0, 1, 1);
      tell("mqtt is served");
      assertThat(in.read() & 0xF0).as("PUBLISH").isEqualTo(0x30);
      var message = new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
      assertThat(message).contains("order-events").contains("mqtt is served");
    }
  }

  @Test
  void amqp_listens_too() throws Exception {
    try (var socket = connect("amqp")) {
      var greeting = new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
      socket.getOutputStream().write(greeting);
      assertThat(socket.getInputStream().readNBytes(8)).isEqualTo(greeting);
    }
  }

  private static void tell(String text) {
    try (var caravan = application()) {
      caravan.createProducer().send(caravan.createTopic("order-events"), text);
    }
  }

  private static void stomp(Socket socket, String frame) throws Exception {
    var end = frame.contains("\n\n") ? "\0" : "\n\n\0";
    socket.getOutputStream().write((frame + end).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mqtt(int type, byte[]... parts) {
    var length = 0;
    for (var part : parts) {
      length += part.length;
    }
    var packet = ByteBuffer.allocate(length + 2).put((byte) type).put((byte) length);
    for (var part : parts) {
      packet.put(part);
    }
    return packet.array();
  }

  private static byte[] text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(bytes.length + 2).putShort((short) bytes.length).put(bytes).array();
  }

  private static String text(JMSConsumer consumer) throws JMSException {
    var message = consumer.receive(PATIENCE);
    assertThat(message).as("message").isNotNull();
    return message.getBody(String.class);
  }

  private static Socket connect(String protocol) throws Exception {
    var socket = new Socket(InetAddress.getLoopbackAddress(), broker().port(protocol));
    socket.setSoTimeout((int) PATIENCE);
    return socket;
  }

  private static JMSContext subscriber() {
    return remote().createContext("subscriber", secret("subscriber"));
  }

  private static JMSContext application() {
    return context(application);
  }

  private static JMSContext context(ConfigurableApplicationContext application) {
    return application.getBean(ConnectionFactory.class).createContext();
  }

  private static ActiveMQConnectionFactory remote() {
    return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker().port("core"));
  }

  private static BrokerServer broker() {
    return application.getBean(BrokerServer.class);
  }

  private static String secret(String user) {
    return application.getBean(Secrets.class).secret("broker." + user);
  }

  private static ConfigurableApplicationContext start(Path data) {
    return start(data, 0);
  }

  private static ConfigurableApplicationContext start(Path data, int stomp) {
    return new SpringApplicationBuilder(DataConfiguration.class, EmbeddedBrokerConfiguration.class)
        .web(WebApplicationType.NONE)
        .run("--spring.config.name=none", "--caravan.data=" + data, "--caravan.broker.ports.core=0",
            "--caravan.broker.ports.amqp=0", "--caravan.broker.ports.stomp=" + stomp, "--caravan.broker.ports.mqtt=0");
  }
}
