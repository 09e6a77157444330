package dev.caravan.bench;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Where the application's time goes, by a flight recording: running Java threads, allocation, and waits. */
final class Profile {

  private static final Map<String, String> SUBSYSTEMS = Map.ofEntries(
      Map.entry("ch.qos.logback.", "logging"), Map.entry("org.slf4j.", "logging"),
      Map.entry("org.springframework.boot.logging.", "logging"), Map.entry("org.springframework.boot.json.", "logging"),
      Map.entry("com.arjuna.", "narayana"), Map.entry("io.narayana.", "narayana"),
      Map.entry("org.glassfish.", "jersey"),
      Map.entry("com.fasterxml.jackson.", "jackson"), Map.entry("io.cloudevents.", "cloudevents"),
      Map.entry("com.zaxxer.hikari.", "hikari"), Map.entry("org.postgresql.", "pgjdbc"),
      Map.entry("org.hibernate.", "hibernate"), Map.entry("org.apache.activemq.", "artemis"),
      Map.entry("io.netty.", "netty"),
      Map.entry("org.messaginghub.", "jms pool"), Map.entry("org.springframework.jms.", "spring jms"),
      Map.entry("org.springframework.", "spring"), Map.entry("org.apache.camel.", "camel"),
      Map.entry("org.apache.catalina.", "tomcat"), Map.entry("org.apache.coyote.", "tomcat"),
      Map.entry("org.apache.tomcat.", "tomcat"), Map.entry("io.micrometer.", "micrometer"),
      Map.entry("org.quartz.", "quartz"),
      Map.entry("dev.caravan.", "caravan"));

  /** Prefixes of a class's name from the longest to the shortest, so that a part is found before the whole. */
  private static final List<String> PREFIXES =
      SUBSYSTEMS.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList();

  private static final int FEW = 30;
  private static final int MANY = 60;

  private final Map<String, Long> subsystems = new HashMap<>();
  private final Map<String, Long> methods = new HashMap<>();
  private final Map<String, Long> withCallees = new HashMap<>();
  private final Map<String, Long> threads = new HashMap<>();
  private final Map<String, Long> allocations = new HashMap<>();
  private final Map<String, Wait> waits = new HashMap<>();
  private long samples;

  private record Wait(long count, long nanos) {

    Wait plus(Wait other) {
      return new Wait(count + other.count, nanos + other.nanos);
    }
  }

  /** JVM options that record what {@link #read} reads, to be written when the JVM ends. */
  static List<String> options(Path recording) {
    return List.of(
        "-XX:StartFlightRecording=settings=profile,maxsize=500m,dumponexit=true,filename=" + recording
            + ",jdk.FileForce#enabled=true,jdk.FileForce#threshold=0ms,jdk.SocketRead#threshold=1ms"
            + ",jdk.JavaMonitorEnter#threshold=1ms,jdk.ExecutionSample#period=10ms",
        "-XX:FlightRecorderOptions=stackdepth=160");
  }

  /** What was recorded between two moments. */
  static Profile read(Path recording, Instant from, Instant to) throws IOException {
    var profile = new Profile();
    try (var file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        var event = file.readEvent();
        if (!event.getStartTime().isBefore(from) && event.getStartTime().isBefore(to)) {
          profile.add(event);
        }
      }
    }
    return profile;
  }

  private void add(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample" -> sampled(event);
      case "jdk.ObjectAllocationSample" ->
          allocations.merge(subsystem(event.getStackTrace()), event.getLong("weight"), Long::sum);
      case "jdk.FileForce" -> waited(event, "fsync of " + subsystem(event.getStackTrace()));
      case "jdk.FileWrite" -> waited(event, "file write of " + subsystem(event.getStackTrace()));
      case "jdk.SocketRead" -> waited(event, "socket read of " + subsystem(event.getStackTrace()));
      case "jdk.JavaMonitorEnter" -> waited(event, "monitor " + event.getClass("monitorClass").getName());
      case "jdk.GarbageCollection" -> waited(event, "garbage collection");
      default -> {}
    }
  }

  private void waited(RecordedEvent event, String what) {
    waits.merge(what, new Wait(1, event.getDuration().toNanos()), Wait::plus);
  }

  private void sampled(RecordedEvent event) {
    var stack = event.getStackTrace();
    if (stack == null) {
      return;
    }
    samples++;
    methods.merge(name(stack.getFrames().get(0)), 1L, Long::sum);
    subsystems.merge(subsystem(stack), 1L, Long::sum);
    var thread = event.getThread("sampledThread");
    threads.merge(kind(thread == null ? null : thread.getJavaName()), 1L, Long::sum);
    var seen = new HashSet<String>();
    for (var frame : stack.getFrames()) {
      var name = name(frame);
      if (seen.add(name) && !subsystem(frame).isEmpty()) {
        withCallees.merge(name, 1L, Long::sum);
      }
    }
  }

  /** The name of all threads of its kind. */
  static String kind(@Nullable String thread) {
    return thread == null ? "?" : thread.replaceAll("@[0-9a-f]+", "").replaceAll("#?\\d+", "#");
  }

  private static String subsystem(@Nullable RecordedStackTrace stack) {
    return stack == null ? "unknown"
        : stack.getFrames().stream().map(Profile::subsystem).filter(name -> !name.isEmpty()).findFirst().orElse("jdk");
  }

  private static String subsystem(RecordedFrame frame) {
    return subsystem(frame.isJavaFrame() ? frame.getMethod().getType().getName() : "");
  }

  /** Whose class this is; empty for the JDK's and those nobody asks for. */
  static String subsystem(String type) {
    return PREFIXES.stream().filter(type::startsWith).findFirst()
        .map(prefix -> String.valueOf(SUBSYSTEMS.get(prefix))).orElse("");
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  void print(PrintStream out) {
    out.printf("%nprofile: %d samples of running Java threads%n", samples);
    shares(out, "by subsystem: the first of these packages from the top of the stack", subsystems, FEW, samples);
    shares(out, "by thread", threads, FEW, samples);
    shares(out, "by method", methods, FEW, samples);
    shares(out, "by method, with all that it calls", withCallees, MANY, samples);
    shares(out, "allocation by subsystem", allocations, FEW,
        allocations.values().stream().mapToLong(Long::longValue).sum());
    out.printf("%nwaits above the recording's thresholds: count, total ms, mean ms%n");
    waits.entrySet().stream().sorted(Comparator.comparing(wait -> -wait.getValue().nanos())).limit(FEW).forEach(wait ->
        out.printf("  %6d %9.0f %7.2f  %s%n", wait.getValue().count(), wait.getValue().nanos() / 1e6,
            wait.getValue().nanos() / 1e6 / wait.getValue().count(), wait.getKey()));
  }

  private static void shares(PrintStream out, String title, Map<String, Long> counts, int limit, double total) {
    out.printf("%n%s%n", title);
    counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(limit)
        .forEach(entry -> out.printf("  %5.1f %%  %s%n", 100 * entry.getValue() / total, entry.getKey()));
  }
}
