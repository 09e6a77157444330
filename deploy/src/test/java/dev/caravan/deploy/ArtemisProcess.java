package dev.caravan.deploy;

import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Artemis as a process of its own, as deploy/artemis defines it, which is reached by TLS and with a password. */
final class ArtemisProcess {

  static final String PASSWORD = UUID.randomUUID().toString();

  private static final class Started {
    static final int PORT = start();
  }

  private ArtemisProcess() {}

  /** Where clients connect; the same broker for every test, which ends when this process has. */
  static String url() {
    return "tcp://127.0.0.1:" + Started.PORT + "?sslEnabled=true&trustStorePath=" + store() + "&trustStorePassword=" + PASSWORD;
  }

  private static Path store() {
    return home().resolve("artemis.p12");
  }

  private static Path home() {
    return Path.of("target", "artemis-" + ProcessHandle.current().pid()).toAbsolutePath();
  }

  private static int start() {
    var ports = CaravanProcess.freePorts(4);
    var java = Path.of(System.getProperty("java.home"), "bin");
    try {
      Files.createDirectories(home());
      var keys = new ProcessBuilder(java.resolve("keytool").toString(), "-genkeypair", "-alias", "artemis", "-keyalg", "EC",
          "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-keystore", store().toString(), "-storepass", PASSWORD)
          .redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
      if (keys.waitFor() != 0) {
        throw new AssertionError("keytool made no key");
      }
      var process = new ProcessBuilder(java.resolve("java").toString(), "-Xmx384m", "-cp", System.getProperty("java.class.path"),
          "-Dcaravan.broker.data=" + home().resolve("data"), "-Dcaravan.broker.address=127.0.0.1",
          "-Dcaravan.broker.cluster.password=" + UUID.randomUUID(),
          "-Dcaravan.broker.port.core=" + ports.get(0), "-Dcaravan.broker.port.amqp=" + ports.get(1),
          "-Dcaravan.broker.port.stomp=" + ports.get(2), "-Dcaravan.broker.port.mqtt=" + ports.get(3),
          "-Dcaravan.broker.tls=;sslEnabled=true;keyStorePath=" + store() + ";keyStorePassword=" + PASSWORD,
          ArtemisProcess.class.getName(), PASSWORD)
          .redirectErrorStream(true).redirectOutput(home().resolve("artemis.log").toFile()).start();
      Awaitility.await("Artemis").atMost(Duration.ofSeconds(120)).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
        if (!process.isAlive()) {
          throw new AssertionError("Artemis ended:\n" + Files.readString(home().resolve("artemis.log")));
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(0))) {
          return socket.isConnected();
        }
      });
      return ports.get(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The process. @param arguments the application's password */
  public static void main(String... arguments) throws Exception {
    var users = new SecurityConfiguration();
    users.addUser("caravan", arguments[0]);
    users.addRole("caravan", "caravan");
    var server = new EmbeddedActiveMQ();
    server.setConfigResourcePath(Path.of("../deploy/artemis/broker.xml").toUri().toString());
    server.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    server.start();
    // Nobody writes to it: it ends with whoever could.
    System.in.transferTo(OutputStream.nullOutputStream());
    server.stop();
  }
}
