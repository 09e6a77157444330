package dev.caravan.bench;

import dev.caravan.bench.Recording.Statement;
import dev.caravan.bench.Recording.Transaction;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the database alone allows: the recorded transactions by plain JDBC, one connection for each customer, no pause. */
final class Limit {

  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
  private static final String FACT = "insert into events.event";

  private final Replay replay;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong done = new AtomicLong();
  private volatile boolean open = true;

  private Limit(Replay replay) {
    this.replay = replay;
  }

  /**
   * Orders and commits per second.
   *
   * @param cpu CPU seconds of the database server per order
   */
  record Result(double orders, double commits, double cpu) {}

  static Result measure(DatabaseServer server, Replay replay, int connections, Duration warmUp, Duration time)
      throws Exception {
    var limit = new Limit(replay);
    var pool = Executors.newFixedThreadPool(connections);
    try (var observer = server.connect("postgres")) {
      var workers = new ArrayList<Callable<Void>>();
      for (int i = 0; i < connections; i++) {
        workers.add(() -> limit.work(server));
      }
      var running = workers.stream().map(pool::submit).toList();
      Thread.sleep(warmUp.toMillis());
      var start = System.nanoTime();
      var orders = limit.done.get();
      var commits = Counters.commits(observer);
      var cpu = server.cpu();
      Thread.sleep(time.toMillis());
      var seconds = (System.nanoTime() - start) / 1e9;
      double finished = limit.done.get() - orders;
      var result = new Result(finished / seconds, (Counters.commits(observer) - commits) / seconds,
          server.cpu().minus(cpu).toMillis() / 1e3 / finished);
      limit.open = false;
      for (var worker : running) {
        worker.get();
      }
      return result;
    } finally {
      limit.open = false;
      pool.shutdown();
    }
  }

  private Void work(DatabaseServer server) throws IOException, SQLException {
    try (var connection = server.connect("caravan")) {
      var worker = new Worker(connection, replay.sequences());
      while (open) {
        worker.run(replay.chains().get(Math.floorMod(next.getAndIncrement(), replay.chains().size())));
        done.incrementAndGet();
      }
      return null;
    }
  }

  private record Prepared(PreparedStatement statement, List<Integer> numbers) {}

  private static final class Worker {

    private final Connection connection;
    private final Map<String, Long> recorded;
    private final Map<String, Prepared> prepared = new HashMap<>();
    private final List<Long> unpublished = new ArrayList<>();

    Worker(Connection connection, Map<String, Long> recorded) {
      this.connection = connection;
      this.recorded = recorded;
    }

    void run(List<Transaction> chain) throws SQLException {
      var ids = new Replay.Ids();
      for (var transaction : chain) {
        connection.setAutoCommit(!transaction.explicit());
        for (var statement : transaction.statements()) {
          run(statement, ids);
        }
        if (transaction.explicit()) {
          connection.commit();
        }
      }
    }

    private void run(Statement statement, Replay.Ids ids) throws SQLException {
      var prepared = prepare(statement.sql());
      int position = 1;
      for (int number : prepared.numbers()) {
        var value = statement.sql().contains("delete from events.outbox")
            ? published() : ids.of(statement.parameters().get(number - 1));
        if (value == null) {
          prepared.statement().setNull(position++, Types.NULL);
        } else {
          prepared.statement().setObject(position++, value, Types.OTHER);
        }
      }
      if (prepared.statement().execute()) {
        read(prepared.statement(), statement, ids);
      } else if (prepared.statement().getUpdateCount() == 0 && Replay.findsARow(statement.sql())) {
        throw new IllegalStateException("The replay does not fit, no row was found: " + statement.sql());
      }
    }

    private void read(PreparedStatement executed, Statement statement, Replay.Ids ids) throws SQLException {
      try (var rows = executed.getResultSet()) {
        while (rows.next()) {
          if (statement.sql().contains(FACT)) {
            var sequence = recorded.get(String.valueOf(statement.parameters().get(0)));
            if (sequence != null) {
              ids.sequence(sequence, rows.getLong(1));
            }
            unpublished.add(rows.getLong(1));
          }
        }
      }
    }

    private String published() {
      var sequences = unpublished.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
      unpublished.clear();
      return sequences;
    }

    private Prepared prepare(String sql) throws SQLException {
      var known = prepared.get(sql);
      if (known != null) {
        return known;
      }
      var numbers = PARAMETER.matcher(sql).results().map(parameter -> Integer.valueOf(parameter.group(1))).toList();
      var statement = connection.prepareStatement(PARAMETER.matcher(sql).replaceAll("?"));
      var made = new Prepared(statement, numbers);
      prepared.put(sql, made);
      return made;
    }
  }
}
