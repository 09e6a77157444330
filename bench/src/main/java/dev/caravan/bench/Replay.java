package dev.caravan.bench;

import dev.caravan.bench.Recording.Statement;
import dev.caravan.bench.Recording.Transaction;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recording cut into one chain of transactions per order, so that it can be run again and again with ids of its own.
 * What belongs to no order, such as the relay's queries, is dealt out evenly.
 */
record Replay(List<List<Transaction>> chains, Map<String, Long> sequences) {

  static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  /** Narayana's ids: with underscores at the end of a saga's URL, with colons in its table. */
  static final Pattern UID = Pattern.compile("\\b0([:_])([0-9a-f]+)\\1([0-9a-f]+)\\1([0-9a-f]+)\\1([0-9a-f]+)\\b");

  private static final String RELAY_SLEEPS = "insert into events.relay (asleep) values ($1)";
  private static final String UPDATE = "update ";
  /** Statements that look for what is due by now, be it timers or orders that stand still. */
  private static final List<String> LOOK_FOR_WHAT_IS_DUE =
      List.of("update timers.timer t set status = 'PROCESSED'", "update orders.customer_order set swept_at");
  /** The timers of an order that guard one of its stages, of which there may be none. */
  private static final String GUARDS = "kind = any";
  /** Parameters that PostgreSQL takes for text unless it is told. */
  private static final Pattern CASES = Pattern.compile("(then|else) (\\$\\d+)");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d .*");
  private static final Pattern VERSION_OF_STOCK = Pattern.compile("(update inventory\\.stock .*) and version=(\\$\\d+)");

  /**
   * Cuts the recording.
   *
   * @param orders ids of the orders that were recorded, each from its beginning to its end
   * @param sequences the place in the log that each recorded fact got, by the fact's id
   */
  static Replay of(Recording recording, Set<String> orders, Map<String, Long> sequences) {
    var owners = new HashMap<String, String>();
    for (var transaction : recording.transactions()) {
      var ids = ids(transaction).collect(Collectors.toSet());
      var mentioned = new HashSet<>(ids);
      mentioned.retainAll(orders);
      if (mentioned.size() == 1) {
        ids.forEach(id -> owners.putIfAbsent(id, mentioned.iterator().next()));
      }
    }
    orders.forEach(order -> owners.put(order, order));
    var chains = new LinkedHashMap<String, List<Transaction>>();
    orders.forEach(order -> chains.put(order, new ArrayList<>()));
    var turns = new ArrayList<>(chains.values());
    int turn = 0;
    for (var transaction : recording.transactions()) {
      var chain = chains.get(owner(ids(transaction).toList(), owners));
      (chain == null ? turns.get(turn++ % turns.size()) : chain).add(timeless(transaction));
    }
    return new Replay(List.copyOf(chains.values()), sequences);
  }

  private static String owner(Collection<String> ids, Map<String, String> owners) {
    var candidates = new HashSet<String>();
    ids.stream().filter(owners::containsKey).forEach(id -> candidates.add(String.valueOf(owners.get(id))));
    return candidates.size() == 1 ? candidates.iterator().next() : "";
  }

  private static Stream<String> ids(Transaction transaction) {
    return transaction.values().flatMap(value -> Stream.concat(
        UUID.matcher(value).results().map(id -> id.group()),
        UID.matcher(value).results().map(id -> id.group().replace('_', ':'))));
  }

  /** Without what only holds at the time of the recording. */
  private static Transaction timeless(Transaction transaction) {
    return new Transaction(transaction.statements().stream().map(Replay::timeless).toList(), transaction.explicit());
  }

  private static Statement timeless(Statement statement) {
    // A relay that is asleep makes every commit send a notification, which they do one after the other; here it never is.
    if (statement.sql().contains(RELAY_SLEEPS)) {
      return new Statement(statement.sql(), List.of("false"));
    }
    // Every run arms its timers for the times of the recording, at which another run looks for what is due: it finds nothing.
    if (looksForWhatIsDue(statement.sql())) {
      return new Statement(CASES.matcher(statement.sql()).replaceAll("$1 $2::bigint"),
          statement.parameters().stream().map(Replay::neverDue).toList());
    }
    // Orders share stock: its version is another one by now, though the values fit together as they are.
    return new Statement(
        VERSION_OF_STOCK.matcher(statement.sql()).replaceFirst("$1 and $2::bigint is not null"), statement.parameters());
  }

  private static boolean looksForWhatIsDue(String sql) {
    return LOOK_FOR_WHAT_IS_DUE.stream().anyMatch(sql::startsWith);
  }

  /** Whether this updates a row that is there in every run, unless the replay does not fit. */
  static boolean findsARow(String sql) {
    return sql.regionMatches(true, 0, UPDATE, 0, UPDATE.length()) && !looksForWhatIsDue(sql) && !sql.contains(GUARDS);
  }

  private static @Nullable String neverDue(@Nullable String parameter) {
    return parameter != null && TIME.matcher(parameter).matches() ? "-infinity" : parameter;
  }

  double transactionsPerOrder() {
    return (double) chains.stream().mapToInt(List::size).sum() / chains.size();
  }

  double statementsPerOrder() {
    return (double) chains.stream().flatMap(List::stream).mapToInt(transaction -> transaction.statements().size()).sum()
        / chains.size();
  }

  /** The ids of one run of a chain: every recorded one stands for a fresh one. */
  static final class Ids {

    private final Map<String, String> fresh = new HashMap<>();
    private final Map<Long, Long> sequences = new HashMap<>();

    /** The value as it has to be in this run. */
    @Nullable String of(@Nullable String recorded) {
      if (recorded == null || recorded.length() < 5) {
        return recorded;
      }
      if (recorded.length() < 19 && recorded.chars().allMatch(Character::isDigit)) {
        var sequence = sequences.get(Long.valueOf(recorded));
        return sequence == null ? recorded : sequence.toString();
      }
      if (recorded.startsWith("\\x")) {
        return recorded;
      }
      var renamed = UUID.matcher(recorded).replaceAll(id -> fresh.computeIfAbsent(id.group(), any -> random()));
      return UID.matcher(renamed).replaceAll(id -> uid(id.group().replace('_', ':')).replace(":", id.group(1)));
    }

    private String uid(String recorded) {
      return fresh.computeIfAbsent(recorded, any -> "0:" + random().replace('-', ':').substring(0, 23));
    }

    private static String random() {
      return java.util.UUID.randomUUID().toString();
    }

    void sequence(long recorded, long now) {
      sequences.put(recorded, now);
    }
  }
}
