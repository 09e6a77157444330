package dev.caravan.deploy;

import org.junit.jupiter.api.Assumptions;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.test.context.ActiveProfilesResolver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where the application that is tested has its broker and its services, by {@code -Dcaravan.setting}: {@code embedded}, all
 * in one process; {@code artemis}, a broker of its own, and the services that no test reaches into in a second process;
 * {@code kafka}, the same with the topics on Kafka.
 */
final class Setting implements ApplicationContextInitializer<ConfigurableApplicationContext>, ActiveProfilesResolver {

  private static final String NAME = System.getProperty("caravan.setting", "embedded");
  private static final List<String> ELSEWHERE = List.of("audit", "live", "operations");

  /** What is said or heard on a topic by JMS means nothing where the topics are on Kafka: the test is skipped. */
  static void assumeTopicsSpeakJms() {
    Assumptions.assumeTrue(hasTopicsOnArtemis(), "the topics are on Kafka, where nobody speaks JMS");
  }

  /** Who asks for routes of every group has to have them in the process of the test: elsewhere the test is skipped. */
  static void assumeAllInOneProcess() {
    Assumptions.assumeTrue(isEmbedded(), "some of the routes are in another process");
  }

  private static boolean isEmbedded() {
    return NAME.equals("embedded");
  }

  private static boolean hasTopicsOnArtemis() {
    return !NAME.equals("kafka");
  }

  @Override
  public String[] resolve(Class<?> test) {
    return hasTopicsOnArtemis() ? new String[0] : new String[] {"kafka"};
  }

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    if (isEmbedded()) {
      return;
    }
    if (!List.of("artemis", "kafka").contains(NAME)) {
      throw new IllegalArgumentException("there is no caravan.setting " + NAME + " among embedded, artemis, kafka");
    }
    var database = CaravanProcess.freePorts(1).get(0);
    var password = UUID.randomUUID().toString();
    var shared = new ArrayList<>(List.of("caravan.broker.url=" + ArtemisProcess.url(), "caravan.broker.user=caravan",
        "caravan.broker.password=" + ArtemisProcess.PASSWORD));
    if (!hasTopicsOnArtemis()) {
      shared.addAll(List.of("caravan.kafka.url=" + KafkaServer.url(), "caravan.kafka.pause=100ms"));
    }
    TestPropertyValues.of(shared).and("caravan.database.port=" + database, "caravan.secrets.database.caravan=" + password,
        "caravan.services=all," + ELSEWHERE.stream().map(group -> "-" + group).collect(Collectors.joining(","))).applyTo(application);

    var settings = new ArrayList<>(List.of("caravan.services=" + String.join(",", ELSEWHERE),
        "caravan.database.url=jdbc:postgresql://127.0.0.1:" + database + "/caravan", "caravan.database.password=" + password,
        "spring.profiles.active=" + (hasTopicsOnArtemis() ? "" : "kafka")));
    settings.addAll(shared);
    var elsewhere = new CaravanProcess(Path.of("target", "elsewhere-" + database), settings.stream().map(each -> "--" + each).toArray(String[]::new));
    application.addApplicationListener(event -> {
      if (event instanceof ContextRefreshedEvent refreshed && refreshed.getApplicationContext() == application) {
        elsewhere.start();
      } else if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() == application) {
        elsewhere.close();
      }
    });
  }
}
