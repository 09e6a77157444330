package dev.caravan.config.embedded;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.ResourceLimitSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Artemis inside this process: topics that a subscriber may only listen to, queues that only the application touches, a
 * journal that survives {@code kill -9}.
 */
final class BrokerServer {

  /** May do everything. */
  static final String APPLICATION = "caravan";
  /** May listen to the topics by subscriptions of its own, up to 200 at a time. */
  static final String SUBSCRIBER = "subscriber";
  /** Where undeliverable and expired messages wait for an operator. */
  static final String DEAD_LETTERS = "dead-letters";

  static final List<String> TOPICS = List.of(
      "order-events", "order-updates", "inventory-events", "payment-events", "task-events", "task-updates",
      "reminders", "user-events", "timer-events", "notification-events", "review-events");

  private static final AtomicInteger IN_VM = new AtomicInteger();
  private static final String EVERYTHING = "#";
  private static final int MAX_SUBSCRIPTIONS = 200;

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final int inVm = IN_VM.getAndIncrement();

  private BrokerServer() {}

  /**
   * Starts the broker on its journal in the data directory.
   *
   * @throws IllegalStateException when one of its ports is taken
   */
  static BrokerServer start(DataDirectory data, Secrets secrets, CaravanProperties.Broker properties) throws Exception {
    var broker = new BrokerServer();
    broker.server.setConfiguration(broker.configuration(data, secrets, properties));
    broker.server.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users(secrets)));
    broker.server.start();
    // Artemis itself would go on without the protocol.
    for (var acceptor : broker.server.getActiveMQServer().getRemotingService().getAcceptors().values()) {
      if (acceptor instanceof NettyAcceptor listening && listening.getActualPort() == 0) {
        broker.close();
        throw new IllegalStateException("Its port is taken: set caravan.broker.ports." + acceptor.getName());
      }
    }
    return broker;
  }

  /** Where the application connects. */
  String url() {
    return "vm://" + inVm;
  }

  /**
   * The loopback port of a protocol: core, amqp, stomp or mqtt.
   *
   * @throws IllegalArgumentException when it is not spoken
   */
  int port(String protocol) {
    if (server.getActiveMQServer().getRemotingService().getAcceptor(protocol) instanceof NettyAcceptor acceptor) {
      return acceptor.getActualPort();
    }
    throw new IllegalArgumentException("The broker does not speak " + protocol);
  }

  private Configuration configuration(DataDirectory data, Secrets secrets, CaravanProperties.Broker properties)
      throws Exception {
    var journal = data.resolve("artemis");
    var configuration = new ConfigurationImpl()
        .setName("caravan")
        .setPersistenceEnabled(true)
        .setJournalType(JournalType.NIO)
        .setJournalDatasync(true)
        // How long a commit waits for company in one write; a write takes 0.1 to 1 ms on today's disks.
        .setJournalBufferTimeout_NIO((int) TimeUnit.MICROSECONDS.toNanos(500))
        .setJournalDirectory(journal.resolve("journal").toString())
        .setBindingsDirectory(journal.resolve("bindings").toString())
        .setPagingDirectory(journal.resolve("paging").toString())
        .setLargeMessagesDirectory(journal.resolve("large-messages").toString())
        .setGlobalMaxSize(100L * 1024 * 1024)
        .setSecurityEnabled(true)
        .setClusterUser("caravan-cluster")
        .setClusterPassword(secrets.secret("broker.cluster"))
        .addAcceptorConfiguration("in-vm", url());
    var ports = properties.ports();
    listen(configuration, "core", ports.core());
    listen(configuration, "amqp", ports.amqp());
    listen(configuration, "stomp", ports.stomp());
    listen(configuration, "mqtt", ports.mqtt());
    define(configuration, properties.subscriptions());
    return configuration;
  }

  /** What the broker is like wherever it runs. */
  static void define(Configuration configuration, List<String> subscriptions) {
    addresses(configuration);
    rights(configuration, subscriptions);
  }

  private static void listen(Configuration configuration, String protocol, int port) throws Exception {
    if (port >= 0) {
      configuration.addAcceptorConfiguration(
          protocol, "tcp://127.0.0.1:" + port + "?protocols=" + protocol.toUpperCase(Locale.ROOT));
    }
  }

  private static void addresses(Configuration configuration) {
    configuration.addAddressSetting(EVERYTHING, settings(RoutingType.ANYCAST));
    TOPICS.forEach(topic -> {
      // Otherwise a STOMP subscriber may turn a topic into a queue, without any right to.
      configuration.addAddressSetting(topic, settings(RoutingType.MULTICAST).setAutoCreateAddresses(false));
      configuration.addAddressConfiguration(
          new CoreAddressConfiguration().setName(topic).addRoutingType(RoutingType.MULTICAST));
    });
    configuration.addAddressConfiguration(new CoreAddressConfiguration()
        .setName(DEAD_LETTERS)
        .addRoutingType(RoutingType.ANYCAST)
        .addQueueConfiguration(QueueConfiguration.of(DEAD_LETTERS).setRoutingType(RoutingType.ANYCAST)));
  }

  private static AddressSettings settings(RoutingType routing) {
    return new AddressSettings()
        .setDefaultAddressRoutingType(routing)
        .setDefaultQueueRoutingType(routing)
        .setRedeliveryDelay(500)
        .setRedeliveryMultiplier(2)
        .setMaxRedeliveryDelay(30_000)
        .setMaxDeliveryAttempts(6)
        .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
        .setExpiryAddress(SimpleString.of(DEAD_LETTERS))
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setAutoCreateAddresses(true)
        .setAutoCreateQueues(true)
        .setAutoDeleteAddresses(false)
        .setAutoDeleteQueues(false);
  }

  private static void rights(Configuration configuration, List<String> subscriptions) {
    var all = new Role(APPLICATION, true, true, true, true, true, true, true, true, true, true, true, true);
    var listen = new Role(SUBSCRIBER, false, true, true, true, true, true, false, false, false, false, false, false);
    var limit = new ResourceLimitSettings();
    limit.setMatch(SimpleString.of(SUBSCRIBER));
    limit.setMaxQueues(MAX_SUBSCRIPTIONS);
    configuration.addResourceLimitSettings(limit);
    configuration.putSecurityRoles(EVERYTHING, Set.of(all));
    for (var topic : TOPICS) {
      configuration.putSecurityRoles(topic, Set.of(all, listen));
      // A subscriber that took the name of one of these would take the application's messages.
      // The broker knows a subscription by its name alone, so one to several topics has the topic's added.
      subscriptions.stream().flatMap(name -> Stream.of(name, name + "-" + topic))
          .forEach(name -> configuration.putSecurityRoles(topic + "::" + name, Set.of(all)));
    }
  }

  private static SecurityConfiguration users(Secrets secrets) {
    var users = new SecurityConfiguration();
    for (var user : List.of(APPLICATION, SUBSCRIBER)) {
      users.addUser(user, secrets.secret("broker." + user));
      users.addRole(user, user);
    }
    return users;
  }

  /** Stops the broker; its messages stay in the data directory. */
  public void close() throws Exception {
    server.stop();
  }
}
