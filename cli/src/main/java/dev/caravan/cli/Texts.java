package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Table.Cell;
import dev.caravan.cli.Terminal.Tone;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the server's words look like to people. */
final class Texts {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private Texts() {}

  /** Minor units as their currency is written: {@code 20.00 USD}, {@code 2000 JPY}; empty where there is no amount. */
  static String money(JsonNode money) {
    if (money.isMissingNode()) {
      return "";
    }
    var amount = money.path("amount").bigIntegerValue();
    var code = money.path("currency").asText();
    try {
      var digits = Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
      return new BigDecimal(amount, digits).toPlainString() + " " + code;
    } catch (IllegalArgumentException e) {
      return amount + " minor units of " + code;
    }
  }

  static String moment(JsonNode instant) {
    return format(instant, MOMENT);
  }

  static String time(JsonNode instant) {
    return format(instant, TIME);
  }

  private static String format(JsonNode instant, DateTimeFormatter format) {
    try {
      return format.format(Instant.parse(instant.asText()));
    } catch (DateTimeException e) {
      return instant.asText();
    }
  }

  /** {@code 0.25 s}, from a minute on {@code 3 min 05 s}; empty where it is not known. */
  static String seconds(@Nullable Duration time) {
    if (time == null) {
      return "";
    }
    return time.toMinutes() > 0 ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
        : String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
  }

  /** Words with commas between them. */
  static String list(JsonNode words) {
    return StreamSupport.stream(words.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
  }

  static Cell status(String status) {
    return new Cell(status, switch (status) {
      case "COMPLETED", "UP" -> Tone.GOOD;
      case "READY", "IN_REVIEW", "COMPENSATING" -> Tone.DUE;
      case "REJECTED", "CANCELLED", "COMPENSATION_FAILED", "DOWN", "OUT_OF_SERVICE" -> Tone.BAD;
      default -> Tone.PLAIN;
    });
  }

  /** {@code 2 x Waffles (large, with nuts, without butter)}. */
  static String line(JsonNode item) {
    var wishes = new ArrayList<String>();
    var size = item.path("size").asText("REGULAR");
    if (!size.equals("REGULAR")) {
      wishes.add(size.toLowerCase());
    }
    item.path("with").forEach(sku -> wishes.add("with " + sku.asText()));
    item.path("without").forEach(sku -> wishes.add("without " + sku.asText()));
    return item.path("quantity").asText() + " x " + item.path("name").asText()
        + (wishes.isEmpty() ? "" : " (" + String.join(", ", wishes) + ")");
  }

  static String lines(JsonNode items) {
    return StreamSupport.stream(items.spliterator(), false).map(Texts::line).collect(Collectors.joining(", "));
  }

  /** At most {@code length} characters, none of them cut in half. */
  static String shortened(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
  }
}
