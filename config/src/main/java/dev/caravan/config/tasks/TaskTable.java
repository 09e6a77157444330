package dev.caravan.config.tasks;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.tasks.Exported;
import dev.caravan.model.tasks.Import;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tasks as a CSV file (RFC 4180) with a header, one line each. */
@Component("taskTable")
public class TaskTable {

  static final String ID = "id";
  static final String TITLE = "title";
  static final String DESCRIPTION = "description";
  static final String STATUS = "status";
  static final String PRIORITY = "priority";
  static final String TAGS = "tags";
  static final String DUE_DATE = "dueDate";
  static final String ZONE = "zone";
  static final String REMINDER_TIME = "reminderTime";
  static final String RECURRENCE = "recurrence";
  static final String ASSIGNEE = "assignee";
  static final String ASSIGNEE_ROLE = "assigneeRole";
  static final String ORDER_ID = "orderId";

  private static final List<String> COLUMNS = List.of(
      ID, TITLE, DESCRIPTION, STATUS, PRIORITY, TAGS, DUE_DATE, ZONE, REMINDER_TIME, RECURRENCE, ASSIGNEE, ASSIGNEE_ROLE, ORDER_ID);
  private static final Map<String, String> IN_OTHER_WORDS = COLUMNS.stream()
      .collect(Collectors.toMap(column -> column.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), Function.identity()));
  private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder()
      .setHeader().setSkipHeaderRecord(true).setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW).get();
  /** What a spreadsheet takes for a formula, and what has been kept from that. */
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);

  /** The file, in UTF-8. */
  public byte[] write(Exported tasks) throws IOException {
    var text = new StringWriter();
    try (var table = new CSVPrinter(text, CSVFormat.RFC4180)) {
      table.printRecord(COLUMNS);
      for (var item : tasks.items()) {
        table.printRecord(cells(item).map(cell -> cell == null ? null : harmless(cell.toString())));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Stream<@Nullable Object> cells(Exported.Item item) {
    var task = item.task();
    return Stream.of(item.uid(), task.title(), task.description(), task.status(), task.priority(), String.join(";", task.tags()),
        task.dueDate(), task.zone(), task.reminderTime(), recurrence(item), task.assignee(), task.assigneeRole(), task.orderId());
  }

  private static @Nullable Object recurrence(Exported.Item item) {
    var recurrence = item.task().recurrence();
    return item.rrule() == null || recurrence == null || recurrence.frequency() == null || recurrence.until() != null
        ? item.rrule() : recurrence.frequency();
  }

  private static String harmless(String cell) {
    return FORMULA.matcher(cell).matches() ? "'" + cell : cell;
  }

  /** What the cell says, however it was kept from being a formula. */
  static String meant(String cell) {
    return cell.startsWith("'") && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell;
  }

  /** {@link Import}, or why not. @param file in UTF-8 */
  public Outcome read(byte @Nullable [] file) {
    var text = file == null ? "" : new String(file, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    try (var table = CSVParser.parse(text, FORMAT)) {
      var columns = new HashMap<String, Integer>();
      for (var column : table.getHeaderMap().entrySet()) {
        var name = IN_OTHER_WORDS.getOrDefault(column.getKey(), column.getKey());
        if (!COLUMNS.contains(name) || columns.put(name, column.getValue()) != null) {
          return no("must have a header line with some of the columns " + COLUMNS + ", each once", 1);
        }
      }
      return read(table, columns);
    } catch (IOException | IllegalArgumentException e) {
      return no("must be a CSV file with a header line", 1);
    }
  }

  private static Outcome read(CSVParser table, Map<String, Integer> columns) {
    var entries = new ArrayList<TableEntry>();
    var line = table.getCurrentLineNumber() + 1;
    try {
      for (var row : table) {
        if (row.stream().anyMatch(cell -> !cell.isEmpty())) {
          entries.add(new TableEntry(row, columns, (int) line));
        }
        if (entries.size() > Import.MAX) {
          return no("must not have more than " + Import.MAX + " tasks", line);
        }
        line = table.getCurrentLineNumber() + 1;
      }
      return columns.isEmpty() ? no("must have a header line", 1) : new Import(entries);
    } catch (UncheckedIOException e) {
      return no("is no CSV", line);
    }
  }

  private static Refusal no(String detail, long line) {
    return Refusal.of("invalid", "body", detail + " (line " + line + ")");
  }
}
