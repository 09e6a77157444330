package dev.caravan.bench;

import dev.caravan.deploy.Caravan;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Caravan as a process of its own, on free ports of this host, its data in a folder of its own. */
final class Application implements AutoCloseable {

  /** Of Linux, on every platform Java runs on. */
  private static final long MILLIS_OF_TICK = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private final List<Integer> ports;
  private final List<String> command;
  private volatile Process process;

  private Application(Path folder, List<Integer> ports, List<String> command) throws IOException {
    this.folder = folder;
    this.ports = ports;
    this.command = command;
    process = run();
    // Whoever interrupts the benchmark does not want to look for the rest of it.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroy()));
  }

  /** Starts it and waits until it is ready; its output goes to {@code caravan.log} beside its data. */
  static Application start(Path folder, List<Integer> ports, List<String> jvmOptions)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx1g"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Caravan.class.getName(),
        "--spring.profiles.active=demo", "--caravan.data=" + data(folder),
        "--server.port=" + ports.get(0), "--management.server.port=" + ports.get(1),
        "--caravan.internal.port=" + ports.get(2), "--caravan.database.port=" + ports.get(3),
        "--caravan.broker.ports.core=" + ports.get(4), "--caravan.broker.ports.amqp=-1",
        "--caravan.broker.ports.stomp=-1", "--caravan.broker.ports.mqtt=-1",
        "--caravan.saga.coordinator=http://127.0.0.1:" + ports.get(2) + "/lra-coordinator"));
    var application = new Application(folder, ports, command);
    try {
      application.awaitReady();
    } catch (IOException | InterruptedException | RuntimeException e) {
      application.close();
      throw e;
    }
    return application;
  }

  private Process run() throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log())).start();
  }

  /** As if the power went, and came back at once: no shutdown hook runs. Waits until it is ready, and tells for how long it was not. */
  Duration killAndStartAgain() throws IOException, InterruptedException {
    var killed = System.nanoTime();
    process.destroyForcibly().waitFor();
    process = run();
    awaitReady();
    return Duration.ofNanos(System.nanoTime() - killed);
  }

  private void awaitReady() throws IOException, InterruptedException {
    var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    var request = HttpRequest.newBuilder(base().resolve("/health/ready")).timeout(Duration.ofSeconds(10)).build();
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("Caravan does not start: see " + log());
      }
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Nobody listens yet.
      }
      Thread.sleep(100);
    }
  }

  /** Ports for {@link #start} that nobody else uses. */
  static List<Integer> freePorts() throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < 5; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  private static Path data(Path folder) {
    return folder.resolve("data");
  }

  private File log() {
    return new File(folder.toFile(), "caravan.log");
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + ports.get(0));
  }

  Api api() {
    return new Api(base());
  }

  URI management() {
    return URI.create("http://127.0.0.1:" + ports.get(1));
  }

  String brokerUrl() {
    return "tcp://127.0.0.1:" + ports.get(4);
  }

  DatabaseServer database() {
    return new DatabaseServer(data(folder), ports.get(3));
  }

  String secret(String name) throws IOException {
    return DatabaseServer.secret(data(folder), name);
  }

  /** CPU time of the JVM. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** CPU time of the JVM's compilers, where the system tells; otherwise zero. */
  Duration compilerCpu() throws IOException {
    var threads = Path.of("/proc", Long.toString(process.pid()), "task");
    var ticks = 0L;
    if (Files.isDirectory(threads)) {
      try (var each = Files.newDirectoryStream(threads)) {
        for (var thread : each) {
          ticks += compilerTicks(stat(thread));
        }
      }
    }
    return Duration.ofMillis(ticks * MILLIS_OF_TICK);
  }

  private static String stat(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      // It has ended since the directory was read.
      return "0 () Z";
    }
  }

  /** User and system time of a line of {@code /proc/…/stat}, if it is a compiler's. */
  static long compilerTicks(String stat) {
    var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return name.matches("C[12] Compiler.*") ? Long.parseLong(fields[11]) + Long.parseLong(fields[12]) : 0;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
