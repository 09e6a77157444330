package dev.caravan.deploy;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Caravan as a process of its own, which can be killed. Its ports stay the same over restarts. */
final class CaravanProcess implements AutoCloseable {

  private final Path data;
  private final List<String> arguments = new ArrayList<>();
  private final int port;
  private List<String> program = List.of("-cp", System.getProperty("java.class.path"), Caravan.class.getName());
  private Process process;

  CaravanProcess(Path data, String... settings) {
    this.data = data;
    var ports = freePorts(7);
    this.port = ports.get(0);
    arguments.addAll(List.of(
        "--caravan.data=" + data, "--server.port=" + port, "--management.server.port=" + ports.get(1),
        "--caravan.internal.port=" + ports.get(2), "--caravan.database.port=" + ports.get(3),
        "--caravan.broker.ports.core=" + ports.get(4), "--caravan.broker.ports.amqp=" + ports.get(5),
        "--caravan.broker.ports.stomp=-1", "--caravan.broker.ports.mqtt=-1",
        "--caravan.saga.coordinator=http://127.0.0.1:" + ports.get(2) + "/lra-coordinator",
        "--spring.profiles.active=demo", "--caravan.orders.patience=3s", "--caravan.saga.time-limit=10s",
        "--caravan.saga.recovery=2s"));
    for (var setting : settings) {
      arguments.removeIf(given -> given.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
      arguments.add(setting);
    }
  }

  /** Is another program than the application itself, one that has to start fast more than to run fast. */
  CaravanProcess running(String classPath, String mainClass) {
    program = List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, mainClass);
    return this;
  }

  Shop start() {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx768m"));
    command.addAll(program);
    command.addAll(arguments);
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(log().toFile())).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var shop = new Shop(port);
    Awaitility.await("Caravan to answer").atMost(Duration.ofSeconds(240)).pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class).until(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("Caravan ended:\n" + lastLines());
          }
          return shop.send("GET", "/health/ready", "").statusCode() == 200;
        });
    return shop;
  }

  /** What the process has logged so far. */
  String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  private String lastLines() throws IOException {
    var lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** As if the power went: no shutdown hook runs. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Below those that systems give to outgoing connections, one of which might take a port while nobody listens there; the two
   * processes that run tests at a time have their own.
   */
  static List<Integer> freePorts(int count) {
    int first = Integer.getInteger("caravan.fork", 1) == 1 ? 20_000 : 26_000;
    return new Random().ints(first, first + 6_000).filter(CaravanProcess::isFree).distinct().limit(count).boxed().toList();
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
