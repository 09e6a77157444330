package dev.caravan.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The broker that runs by itself is the one that runs inside Caravan. */
class BrokerDefinitionTest {

  private static final Pattern SUBSCRIPTION = Pattern.compile("broker:topic:([a-z-]+)\\?.*subscriptionName=([a-z-]+).*");

  private final Configuration inside = new ConfigurationImpl();
  private Configuration outside;

  @BeforeEach
  void read() throws Exception {
    BrokerServer.define(inside, new Binder(new MapConfigurationPropertySource(Map.of()))
        .bindOrCreate("caravan", CaravanProperties.class).broker().subscriptions());
    try (var file = Files.newInputStream(Path.of("../deploy/artemis/broker.xml"))) {
      outside = new FileConfigurationParser().parseMainConfig(file);
    }
  }

  @Test
  void messages_are_kept_given_up_and_given_away_alike() {
    assertThat(outside.getAddressSettings()).isEqualTo(inside.getAddressSettings());
    assertThat(addresses(outside)).isEqualTo(addresses(inside));
    assertThat(outside.getResourceLimitSettings().get("subscriber").getMaxQueues())
        .isEqualTo(inside.getResourceLimitSettings().get("subscriber").getMaxQueues());
    assertThat(outside.isPersistenceEnabled()).isTrue();
    assertThat(outside.isJournalDatasync()).isTrue();
    assertThat(outside.isSecurityEnabled()).isTrue();
  }

  @Test
  void everybody_has_the_same_rights() throws Exception {
    assertThat(inside.getSecurityRoles()).containsAllEntriesOf(outside.getSecurityRoles());
    assertThat(outside.getSecurityRoles().keySet()).contains("#").containsAll(BrokerServer.TOPICS);
    var endpoints = new Properties();
    try (var file = getClass().getResourceAsStream("/endpoints.properties")) {
      endpoints.load(file);
    }
    var used = endpoints.values().stream().map(uri -> SUBSCRIPTION.matcher(uri.toString())).filter(uri -> uri.matches())
        .map(uri -> uri.group(1) + "::" + uri.group(2)).toList();
    assertThat(used).hasSizeGreaterThan(10);
    assertThat(outside.getSecurityRoles().keySet().stream().filter(match -> match.contains("::")))
        .containsExactlyInAnyOrderElementsOf(used);
  }

  private static Map<String, String> addresses(Configuration configuration) {
    return configuration.getAddressConfigurations().stream().collect(Collectors.toMap(
        CoreAddressConfiguration::getName, address -> address.getRoutingTypes() + " " + address.getQueueConfigs().stream()
            .map(queue -> queue.getName() + " " + queue.getRoutingType()).toList()));
  }
}
