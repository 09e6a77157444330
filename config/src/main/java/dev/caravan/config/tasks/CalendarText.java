package dev.caravan.config.tasks;

import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.data.UnfoldingReader;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What stands in the text of a calendar (RFC 5545): the tasks as they are written, of which nothing is understood yet. */
final class CalendarText implements ContentHandler {

  private static final int MAX_DEPTH = 8;

  /** A component: whatever stands between a BEGIN and its END. */
  record Part(String name, List<Line> lines, List<Part> parts) {

    Optional<Line> line(String name) {
      return lines.stream().filter(line -> line.name().equals(name)).findFirst();
    }

    /** The text of a property that is there and says something. */
    Optional<String> text(String name) {
      return line(name).map(Line::text).filter(text -> !text.isEmpty());
    }
  }

  /** A property with its parameters, as it is written. */
  record Line(String name, Map<String, String> parameters, String value) {

    private static final Pattern ESCAPED = Pattern.compile("\\\\([nN\\\\,;\"])");

    String text() {
      return text(value);
    }

    static String text(String value) {
      return ESCAPED.matcher(value).replaceAll(escaped -> switch (escaped.group(1)) {
        case "n", "N" -> "\n";
        case "\\" -> "\\\\";
        default -> escaped.group(1);
      });
    }
  }

  private final List<Part> tasks = new ArrayList<>();
  private final Map<String, String> locations = new HashMap<>();
  private final Deque<Part> open = new ArrayDeque<>();
  private @Nullable Line line;

  private CalendarText() {}

  /** @throws ParserException saying in which line, if the text is no calendar */
  static CalendarText of(String text) throws ParserException, IOException {
    var calendar = new CalendarText();
    new CalendarParserImpl(true).parse(new UnfoldingReader(new StringReader(text), true), calendar);
    return calendar;
  }

  List<Part> tasks() {
    return tasks;
  }

  /** The zones of the IANA database that the calendar says it means by its own names. */
  Map<String, String> locations() {
    return locations;
  }

  @Override
  public void startCalendar() {
    open.clear();
  }

  @Override
  public void endCalendar() {
    open.clear();
  }

  @Override
  public void startComponent(String name) {
    if (open.size() == MAX_DEPTH) {
      throw new IllegalArgumentException("nested too deep");
    }
    var part = new Part(name.toUpperCase(Locale.ROOT), new ArrayList<>(), new ArrayList<>());
    if (!open.isEmpty()) {
      open.element().parts().add(part);
    }
    open.push(part);
  }

  @Override
  public void endComponent(String name) {
    var part = open.pop();
    if (open.isEmpty() && part.name().equals("VTODO")) {
      tasks.add(part);
    }
    part.text("X-LIC-LOCATION").ifPresent(location -> part.text("TZID").ifPresent(id -> locations.put(id, location)));
  }

  @Override
  public void startProperty(String name) {
    line = new Line(name.toUpperCase(Locale.ROOT), new HashMap<>(), "");
  }

  @Override
  public void parameter(String name, String value) {
    if (line != null) {
      line.parameters().put(name.toUpperCase(Locale.ROOT), value.replace("\"", ""));
    }
  }

  @Override
  public void propertyValue(String value) {
    if (line != null && !open.isEmpty()) {
      open.element().lines().add(new Line(line.name(), line.parameters(), value));
    }
  }

  @Override
  public void endProperty(String name) {
    line = null;
  }
}
