package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Caravan in several processes, as the scripts start and stop them. */
class ScriptsTest {

  private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();

  @TempDir Path folder;

  private final List<Integer> ports = CaravanProcess.freePorts(8);
  private final Map<String, String> settings = new LinkedHashMap<>();

  @BeforeEach
  void set() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no sh on this machine");
    assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, "curl"))), "there is no curl on this machine");
    settings.put("JAVA_HOME", System.getProperty("java.home"));
    settings.put("JDK_JAVA_OPTIONS", "-Xmx512m -XX:TieredStopAtLevel=1");
    settings.put("CARAVAN_JAR", application().toString());
    settings.put("CARAVAN_DATA", folder.resolve("data").toString());
    var names = List.of("CARAVAN_PORT", "CARAVAN_MANAGEMENT_PORT", "CARAVAN_INTERNAL_PORT", "CARAVAN_DATABASE_PORT",
        "CARAVAN_BROKER_PORTS_CORE", "CARAVAN_INFRASTRUCTURE_MANAGEMENT_PORT", "CARAVAN_ORDER_WORKER_MANAGEMENT_PORT",
        "CARAVAN_SHIPPING_WORKER_MANAGEMENT_PORT");
    for (var name : names) {
      settings.put(name, ports.get(names.indexOf(name)).toString());
    }
    for (var protocol : List.of("AMQP", "STOMP", "MQTT")) {
      settings.put("CARAVAN_BROKER_PORTS_" + protocol, "-1");
    }
    settings.put("KITCHEN_PREPARE", "broker:queue:my-kitchen");
  }

  /** A jar that is nothing but the way to the classes under test. */
  private Path application() throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Caravan.class.getName());
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(path -> Path.of(path).toUri().toString()).collect(Collectors.joining(" ")));
    var jar = folder.resolve("caravan.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  @AfterEach
  void stop() throws Exception {
    run("stop.sh", 0);
  }

  @Test
  void what_the_api_takes_in_the_workers_carry_out() throws Exception {
    assertThat(run("start-workers.sh", 1)).contains("infrastructure is not running: deploy/scripts/start-infrastructure.sh");
    assertThat(run("start-api.sh", 1)).contains("infrastructure is not running");
    run("start-infrastructure.sh", 0);
    run("start-workers.sh", 0);
    run("start-api.sh", 0);
    assertThat(run("start-infrastructure.sh", 0)).contains("already running");
    assertThat(run("start-workers.sh", 0)).contains("already running");

    settings.put("CARAVAN_DATA", folder.resolve("other").toString());
    assertThat(run("start-infrastructure.sh", 1)).contains("is taken");
    settings.put("CARAVAN_DATA", folder.resolve("data").toString());

    var shop = new Shop(ports.get(0));
    shop.servesAndHandsOver(shop.orders(2, "card"));
    shop.becomes(shop.orders(2, "card-declined"), "REJECTED");
    var parcels = new Parcels(shop);
    assertThat(parcels.ends(parcels.startsInShort("\"deadline_seconds\": 120")).get("status").asText()).isEqualTo("COMPLETED");
    shop.invariantsHold();
    assertThat(isQueue("my-kitchen")).isTrue();
    assertThat(isQueue("kitchen.prepare")).isFalse();

    assertThat(run("stop.sh", 0)).contains("api: stopped", "order-worker: stopped", "shipping-worker: stopped", "infrastructure: stopped");
    assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
        .noneMatch(command -> command.contains(folder.toString()));
    assertThat(run("stop.sh", 0)).contains("infrastructure: not running");
  }

  /** Runs a script, which ends with this exit code, and returns what it said. */
  private String run(String script, int exitCode) throws IOException, InterruptedException {
    var said = folder.resolve(script + ".out");
    var process = new ProcessBuilder(SCRIPTS.resolve(script).toString())
        .redirectErrorStream(true).redirectOutput(said.toFile());
    process.environment().putAll(settings);
    var running = process.start();
    assertThat(running.waitFor(180, TimeUnit.SECONDS)).as(script + " ends").isTrue();
    var text = Files.readString(said);
    assertThat(running.exitValue()).as(text).isEqualTo(exitCode);
    return text;
  }

  private boolean isQueue(String name) throws Exception {
    var secrets = new Properties();
    try (var in = Files.newInputStream(folder.resolve("data/secrets.properties"))) {
      secrets.load(in);
    }
    try (var broker = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + ports.get(4));
        var connections = broker.createSessionFactory();
        var session = connections.createSession(
            "caravan", secrets.getProperty("broker.caravan"), false, true, true, false, 1)) {
      return session.queueQuery(SimpleString.of(name)).isExists();
    }
  }
}
