package dev.caravan.bench;

import dev.caravan.config.language.LanguageProperties;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** Orders without a pause, each to its end; what one of them costs; and what the database alone would allow. */
@Command(
    name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Measures Caravan under a closed loop of orders, and plain JDBC doing the same to the same database.")
public final class Bench implements Callable<Integer> {

  /** Orders that are listened to. */
  private static final int CHANGES = 20;
  private static final Duration REST = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration WARM_UP_OF_LIMIT = Duration.ofSeconds(5);
  private static final List<Long> PENDING = List.of(1_000L, 10_000L, 100_000L, 1_000_000L);
  private static final int REMINDERS = 500;

  @Option(names = "--clients", defaultValue = "16", description = "customers at a time (default: ${DEFAULT-VALUE})")
  private int clients;

  @Option(names = "--seconds", defaultValue = "30", description = "length of each measurement (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "120",
      description = "seconds of load before it; the JVM compiles for minutes (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(names = "--items", description = "order by menu items instead of words that have to be understood")
  private boolean items;

  @Option(names = "--recorded", defaultValue = "10",
      description = "orders of each customer that are recorded for the replay (default: ${DEFAULT-VALUE})")
  private int recorded;

  @Option(names = "--ways", split = ",", defaultValue = "counter,courier,shipment",
      description = "ways to measure, one after the other (default: ${DEFAULT-VALUE})")
  private List<Way> ways = List.of();

  @Option(names = "--proof", paramLabel = "<orders>", defaultValue = "0",
      description = "then send so many orders that run into all sorts of things; exit with 1 if one ended late")
  private int proof;

  @Option(names = "--proof-only", description = "measure nothing, but send those orders after the warm-up")
  private boolean proofOnly;

  @Option(names = "--kill", description = "kill the application in the middle of that; then only tell what was late")
  private boolean kill;

  @Option(names = "--live", paramLabel = "<clients>", defaultValue = "0",
      description = "measure instead how soon so many WebSockets hear of orders")
  private int live;

  @Option(names = "--seed", description = "of what those orders run into (default: another one each time)")
  private long seed = System.nanoTime();

  @Option(names = "--timers", description = "measure nothing but how the timers and reminders do where many are pending")
  private boolean timers;

  @Option(names = "--language", description = "measure nothing but how well orders and tasks in words are understood; starts nothing")
  private boolean language;

  @Option(names = "--model-base-url", defaultValue = "",
      description = "with --language: also by the language model behind this OpenAI-compatible endpoint; its key, if it wants one, is"
          + " CARAVAN_LANGUAGE_MODEL_API_KEY in the environment")
  private String modelBaseUrl = "";

  @Option(names = "--model-name", defaultValue = "", description = "the name of that model there")
  private String modelName = "";

  @Option(names = "--model-seconds", defaultValue = "4", description = "how long it may take for a text (default: ${DEFAULT-VALUE})")
  private int modelSeconds;

  @Option(names = "--statements", description = "print the SQL of an order")
  private boolean statements;

  @Option(names = "--profile", description = "print where the time goes; recording that takes some of it")
  private boolean profile;

  @Option(names = "--jvm", description = "further option of the application's JVM; may be repeated")
  private List<String> jvm = List.of();

  @Option(names = "--data", description = "new folder to keep the application's data and log in (default: one that is deleted)")
  private @Nullable Path data;

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws Exception {
    if (language) {
      Language.print(out, new LanguageProperties.Model(modelBaseUrl, modelName,
          System.getenv().getOrDefault("CARAVAN_LANGUAGE_MODEL_API_KEY", ""), Duration.ofSeconds(modelSeconds), true, 1, Duration.ZERO));
      return 0;
    }
    if (proof < 1 && (kill || proofOnly)) {
      throw new IllegalArgumentException("--kill and --proof-only need --proof");
    }
    if (kill && profile) {
      throw new IllegalArgumentException("What is killed leaves no profile");
    }
    if (data != null && Files.exists(data)) {
      throw new IllegalArgumentException(data + " exists; what an earlier run recorded would be replayed as well");
    }
    var folder = data == null ? Files.createTempDirectory("caravan-bench") : Files.createDirectories(data);
    try {
      return run(folder.toAbsolutePath()) ? 0 : 1;
    } finally {
      if (data == null) {
        delete(folder);
      }
    }
  }

  /** Whether what was to be proved was proved. */
  private boolean run(Path folder) throws Exception {
    var ports = Application.freePorts();
    if (timers) {
      return measureTimers(folder, ports);
    }
    out.printf("%d customers, orders in %s, %d s after %d s of warm-up, %d processors, Java %s%n%n", clients,
        items ? "items" : "words", seconds, warmUp, Runtime.getRuntime().availableProcessors(), Runtime.version());
    prepare(folder, ports);
    var flight = folder.resolve("bench.jfr");
    var options = new ArrayList<>(jvm);
    if (profile) {
      options.addAll(Profile.options(flight));
    }
    var recordings = List.<Recorded>of();
    boolean proved = true;
    DatabaseServer server;
    try (var application = Application.start(folder, ports, options)) {
      server = application.database();
      if (live > 0) {
        warmUp(application, Way.COUNTER);
        listen(application);
      } else if (proofOnly) {
        warmUp(application, Way.SHIPMENT);
      } else {
        recordings = measure(application);
      }
      if (proof > 0) {
        proved = prove(application);
      }
    }
    if (!recordings.isEmpty()) {
      printLimits(server, recordings);
    }
    if (profile) {
      for (var each : recordings) {
        out.printf("%n%s%n", each.measured().way().words());
        Profile.read(flight, each.measured().from(), each.measured().to()).print(out);
      }
    }
    return proved;
  }

  /** Whether every reminder was heard. */
  private boolean measureTimers(Path folder, List<Integer> ports) throws Exception {
    try (var application = Application.start(folder, ports, jvm); var superuser = application.database().connect("postgres")) {
      application.api().post("/users", "{\"id\": \"" + Way.CUSTOMER + "\", \"name\": \"Ada\", \"roles\": [\"CUSTOMER\"]}");
      var alarms = new Alarms(application);
      printReminders(0, alarms.remind(REMINDERS));
      out.printf("%n%10s   %22s   %22s   %s%n", "", "nothing due, p50 / p99", "ten due, p50 / p99", "p50, as a ratio to the first");
      Alarms.@Nullable Looks first = null;
      for (var pending : PENDING) {
        var looks = alarms.look(superuser, pending);
        first = first == null ? looks : first;
        out.printf("%10d   %9.3f / %7.3f ms   %9.3f / %7.3f ms   %.2f, %.2f%n", pending,
            looks.nothing().getValueAtPercentile(50) / 1e3, looks.nothing().getValueAtPercentile(99) / 1e3,
            looks.some().getValueAtPercentile(50) / 1e3, looks.some().getValueAtPercentile(99) / 1e3,
            (double) looks.nothing().getValueAtPercentile(50) / first.nothing().getValueAtPercentile(50),
            (double) looks.some().getValueAtPercentile(50) / first.some().getValueAtPercentile(50));
      }
      var late = alarms.remind(REMINDERS);
      printReminders(PENDING.get(PENDING.size() - 1), late);
      return late.getTotalCount() == REMINDERS;
    }
  }

  private void printReminders(long pending, Histogram late) {
    out.printf("%n%d reminders, %d other timers pending: %d heard; late p50 %d ms, p99 %d ms, worst %d ms; load %.1f%n", REMINDERS, pending,
        late.getTotalCount(), late.getValueAtPercentile(50), late.getValueAtPercentile(99), late.getMaxValue(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** PostgreSQL writes a log that can be read by machine only after a restart. */
  private void prepare(Path folder, List<Integer> ports) throws Exception {
    try (var application = Application.start(folder, ports, List.of())) {
      try (var customers = new Customers(application, !items, Way.COUNTER)) {
        customers.stockUp();
        customers.register();
      }
      try (var superuser = application.database().connect("postgres")) {
        set(superuser, "logging_collector", "on");
        set(superuser, "log_destination", "jsonlog");
        set(superuser, "log_filename", "bench.log");
        set(superuser, "log_rotation_size", "0");
      }
    }
  }

  private record Recorded(Measured measured, Replay replay) {}

  private record Measured(
      Way way, Counters used, Duration ownCpu, Histogram latencies, long firstFact, Instant from, Instant to) {

    double perSecond() {
      return used.completed() / used.seconds();
    }
  }

  private void warmUp(Application application, Way way) throws Exception {
    try (var customers = new Customers(application, !items, way); var crowd = customers.crowd(clients)) {
      crowd.goOn(Duration.ofSeconds(warmUp));
    }
  }

  /** Measures one way after the other, and then has each of them recorded. */
  private List<Recorded> measure(Application application) throws Exception {
    var measured = new ArrayList<Measured>();
    var recordings = new ArrayList<Recorded>();
    try (var superuser = application.database().connect("postgres")) {
      for (var way : ways) {
        try (var customers = new Customers(application, !items, way)) {
          measured.add(measure(way, application, customers, superuser, measured.isEmpty() ? warmUp : warmUp / 2));
        }
        print(measured.get(measured.size() - 1), measured.get(0));
        printSteps(superuser, measured.get(measured.size() - 1).firstFact());
      }
      printIdle(application, superuser);
      for (var each : measured) {
        try (var customers = new Customers(application, !items, each.way())) {
          recordings.add(new Recorded(each, record(each.way(), customers, application.database(), superuser)));
        }
      }
    }
    return recordings;
  }

  private Measured measure(
      Way way, Application application, Customers customers, Connection superuser, int warmUp) throws Exception {
    var crowd = customers.crowd(clients);
    try (crowd) {
      crowd.goOn(Duration.ofSeconds(warmUp));
      customers.takeLatencies();
      var before = Counters.read(application, superuser);
      var firstFact = Counters.one(superuser, "select max(seq) from events.event");
      var ownCpu = ownCpu();
      var from = Instant.now();
      crowd.goOn(Duration.ofSeconds(seconds));
      var used = Counters.read(application, superuser).minus(before);
      return new Measured(way, used, ownCpu().minus(ownCpu), customers.takeLatencies(), firstFact, from, Instant.now());
    }
  }

  private void listen(Application application) throws Exception {
    try (var customers = new Customers(application, !items, Way.COUNTER);
        var superuser = application.database().connect("postgres");
        var audience = new Audience(application, live)) {
      var firstFact = Counters.one(superuser, "select max(seq) from events.event");
      var cpu = application.cpu();
      var ownCpu = ownCpu();
      customers.order(1, CHANGES);
      var facts = Counters.one(superuser, "select count(*) from events.event where seq > " + firstFact
          + " and (type = 'order.received' or jsonb_exists(data, 'from'))");
      audience.print((int) facts, ownCpu().minus(ownCpu), out);
      out.printf("CPU per frame, application       %8.3f ms%n", application.cpu().minus(cpu).toMillis() / ((double) facts * live));
    }
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private void print(Measured measured, Measured first) {
    out.printf("%s%n", measured.way().words());
    var used = measured.used();
    double orders = used.completed();
    out.printf("orders/s                         %8.1f%n", measured.perSecond());
    out.printf("POST to COMPLETED, p50           %8.0f ms%n", measured.latencies().getValueAtPercentile(50) / 1e3);
    out.printf("POST to COMPLETED, p99           %8.0f ms%n", measured.latencies().getValueAtPercentile(99) / 1e3);
    out.printf("POST to COMPLETED, worst         %8.0f ms%n", measured.latencies().getMaxValue() / 1e3);
    out.printf("commits per order                %8.1f%n", used.commits() / orders);
    out.printf("messages per order               %8.1f%n", used.messages() / orders);
    out.printf("coordinator calls per order      %8.1f%n", used.coordinatorCalls() / orders);
    out.printf("CPU per order, application       %8.1f ms%n", used.cpu().toMillis() / orders);
    out.printf("  of which the JVM's compilers   %8.1f ms%n", used.compilerCpu().toMillis() / orders);
    out.printf("CPU per order, PostgreSQL        %8.1f ms%n", used.databaseCpu().toMillis() / orders);
    out.printf("CPU per order, customers         %8.1f ms%n", measured.ownCpu().toMillis() / orders);
    out.printf("processors busy with all three   %8.2f%n",
        used.cpu().plus(used.databaseCpu()).plus(measured.ownCpu()).toMillis() / 1e3 / used.seconds());
    if (measured != first) {
      out.printf("orders/s, as a ratio to %-8s %8.2f%n", first.way(), measured.perSecond() / first.perSecond());
    }
  }

  private void printSteps(Connection superuser, long firstFact) throws SQLException {
    out.printf("%nfrom one fact to the next        mean ms    p50 ms%n");
    try (var query = superuser.prepareStatement("""
        select type, avg(ms), percentile_cont(0.5) within group (order by ms) from (
          select type, seq, row_number() over by_order as place,
                 extract(epoch from occurred_at - lag(occurred_at) over by_order) * 1000 as ms
          from events.event where type <> 'notification.sent' window by_order as (partition by subject order by seq)) step
        where ms is not null and seq > ? group by type order by avg(place)""")) {
      query.setLong(1, firstFact);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          out.printf("  %-30s %8.1f  %8.1f%n", rows.getString(1), rows.getDouble(2), rows.getDouble(3));
        }
      }
    }
    out.println();
  }

  private void printIdle(Application application, Connection superuser) throws Exception {
    Thread.sleep(REST.toMillis());
    var before = Counters.read(application, superuser);
    Thread.sleep(IDLE.toMillis());
    var idle = Counters.read(application, superuser).minus(before);
    out.printf("idle: %.0f commits/s, %.3f processors busy%n", idle.commits() / idle.seconds(),
        idle.cpu().plus(idle.databaseCpu()).toMillis() / 1e3 / idle.seconds());
  }

  /** Has PostgreSQL log every statement while the same customers order a while longer. */
  private Replay record(Way way, Customers customers, DatabaseServer server, Connection superuser) throws Exception {
    var before = lines(server.log());
    set(superuser, "log_statement", "all");
    Thread.sleep(REST.toMillis());
    var orders = customers.order(clients, recorded);
    Thread.sleep(REST.toMillis());
    set(superuser, "log_statement", "none");
    try (var log = Files.lines(server.log())) {
      var recording = Recording.parse(log.skip(before));
      var replay = Replay.of(recording, orders, sequences(superuser, orders));
      out.printf("%nrecorded %s: %d orders, %.1f transactions and %.1f statements per order%n", way.fulfilment(), orders.size(),
          replay.transactionsPerOrder(), replay.statementsPerOrder());
      if (statements) {
        recording.counts().forEach((sql, count) -> out.printf("%8.2f  %s%n", (double) count / orders.size(), sql));
      }
      return replay;
    }
  }

  private static Map<String, Long> sequences(Connection superuser, Set<String> orders) throws SQLException {
    var sequences = new HashMap<String, Long>();
    try (var query = superuser.prepareStatement("select id::text, seq from events.event where subject = any(?)")) {
      query.setArray(1, superuser.createArrayOf("text", orders.toArray()));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          sequences.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return sequences;
  }

  private static long lines(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private boolean prove(Application application) throws Exception {
    var customer = "proof-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    out.printf("%nproof: %d orders of %s by %d clients, seed %d%n", proof, customer, clients, seed);
    var found = new Proof(application, customer, Mix.deal(proof, seed)).run(clients, kill);
    found.print(out);
    return found.isKept(proof);
  }

  private void printLimits(DatabaseServer server, List<Recorded> recordings) throws Exception {
    try (var alone = server.alone()) {
      out.printf("%nlimit: plain JDBC, %d connections, the same transactions, the same server (pid %d)%n", clients,
          alone.process().pid());
      for (var each : recordings) {
        var limit = Limit.measure(server, each.replay(), clients, WARM_UP_OF_LIMIT, Duration.ofSeconds(seconds));
        out.printf("%n%s%n", each.measured().way().words());
        out.printf("orders/s                         %8.1f%n", limit.orders());
        out.printf("commits per order                %8.1f%n", limit.commits() / limit.orders());
        out.printf("CPU per order, PostgreSQL        %8.1f ms%n", limit.cpu() * 1e3);
        out.printf("ratio                            %8.2f%n", each.measured().perSecond() / limit.orders());
      }
    }
  }

  private static void set(Connection superuser, String setting, String value) throws SQLException {
    try (var statement = superuser.createStatement()) {
      statement.execute("alter system set " + setting + " = '" + value + "'");
      statement.execute("select pg_reload_conf()");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }
}
