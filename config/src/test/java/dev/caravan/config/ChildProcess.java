package dev.caravan.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs a main class until it is killed, as a power cut would end it. */
public final class ChildProcess implements AutoCloseable {

  private static final String READY = "ready to be killed";

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** For the main class: its work is done, only death remains. */
  public static void awaitDeath() throws InterruptedException {
    System.out.println(READY);
    new Semaphore(0).acquire();
  }

  /** Starts the main class and waits until its work is done. */
  public static ChildProcess run(Class<?> main, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = process.inputReader();
    var told = new StringBuilder();
    String line;
    while ((line = output.readLine()) != null) {
      told.append(line).append('\n');
      if (line.contains(READY)) {
        var rest = new Thread(() -> output.lines().forEach(ignored -> {}));
        rest.setDaemon(true);
        rest.start();
        return new ChildProcess(process);
      }
    }
    throw new IOException("The child process ended early:\n" + told);
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The child process does not die");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
