package dev.caravan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What PostgreSQL was asked to do, transaction by transaction in the order of their ends, from its own log
 * ({@code log_statement=all, log_destination=jsonlog}).
 */
record Recording(List<Transaction> transactions) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MESSAGE = Pattern.compile("(?:execute [^:]*|statement): (.*)", Pattern.DOTALL);
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = (NULL|'((?:[^']++|'')*+)')");
  private static final String BEGIN = "BEGIN";
  /** Its transactions are of many orders at once, and its records in a chain that cannot be written a second time. */
  private static final String AUDIT = "audit.audit_record";

  /** SQL with numbered parameters, as the server saw it. */
  record Statement(String sql, List<@Nullable String> parameters) {

    Stream<String> values() {
      return parameters.stream().filter(Objects::nonNull).map(Objects::requireNonNull);
    }
  }

  /** Statements between a BEGIN and its COMMIT, or one outside of any; either is one commit. */
  record Transaction(List<Statement> statements, boolean explicit) {

    Stream<String> values() {
      return statements.stream().flatMap(Statement::values);
    }
  }

  static Recording parse(Stream<String> log) throws IOException {
    var ended = new ArrayList<Transaction>();
    var open = new LinkedHashMap<String, List<Statement>>();
    for (var line : (Iterable<String>) log::iterator) {
      var entry = JSON.readTree(line);
      var statement = statement(entry);
      if (statement == null || !entry.path("user").asText().equals("caravan")) {
        continue;
      }
      var session = entry.path("session_id").asText();
      var under = open.get(session);
      switch (statement.sql()) {
        case BEGIN -> open.put(session, new ArrayList<>());
        case "COMMIT", "ROLLBACK" -> {
          if (under != null) {
            open.remove(session);
            if (under.stream().noneMatch(each -> each.sql().contains(AUDIT))) {
              ended.add(new Transaction(under, true));
            }
          }
        }
        default -> {
          if (under == null) {
            ended.add(new Transaction(List.of(statement), false));
          } else {
            under.add(statement);
          }
        }
      }
    }
    return new Recording(ended);
  }

  private static @Nullable Statement statement(JsonNode entry) {
    var message = MESSAGE.matcher(entry.path("message").asText());
    return message.matches() ? new Statement(message.group(1).strip(), parameters(entry.path("detail").asText())) : null;
  }

  private static List<@Nullable String> parameters(String detail) {
    var found = new TreeMap<Integer, @Nullable String>();
    PARAMETER.matcher(detail).results()
        .forEach(parameter -> found.put(Integer.valueOf(parameter.group(1)), value(parameter)));
    return new ArrayList<>(found.values());
  }

  private static @Nullable String value(MatchResult parameter) {
    return parameter.group(3) == null ? null : parameter.group(3).replace("''", "'");
  }

  /** How often each statement ran, most often first. */
  Map<String, Long> counts() {
    var counts = transactions.stream().flatMap(transaction -> transaction.statements().stream())
        .collect(Collectors.groupingBy(statement -> statement.sql().replaceAll("\\s+", " "), Collectors.counting()));
    var sorted = new LinkedHashMap<String, Long>();
    var mostFirst = Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder());
    counts.entrySet().stream().sorted(mostFirst.thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
