package dev.caravan.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.List;
import java.util.regex.Pattern;

/** What can be said of a new order, however it is made. */
final class Basket {

  /** @param quantity 1 where it is left out */
  record Line(String sku, int quantity) {}

  /** Lines as they are typed. */
  static final class LineText implements ITypeConverter<Line> {

    private static final Pattern FORM = Pattern.compile("([a-z0-9-]{1,64})(?::([0-9]{1,4}))?");

    @Override
    public Line convert(String text) {
      var form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException("'" + text + "' is not SKU or SKU:N");
      }
      return new Line(form.group(1), form.group(2) == null ? 1 : Integer.parseInt(form.group(2)));
    }
  }

  @Option(
      names = "--item",
      paramLabel = "<sku[:n]>",
      converter = LineText.class,
      description = "so many of a dish, by its SKU (caravan menu); may be given more than once")
  private List<Line> items = List.of();

  @Option(names = "--note", paramLabel = "<text>", description = "for those who make it, up to 500 characters")
  private @Nullable String note;

  @Option(
      names = "--deadline",
      paramLabel = "<seconds>",
      description = "2 to 3600; a shipment that has not ended by then is undone")
  private @Nullable Integer deadline;

  @Option(
      names = "--carrier",
      paramLabel = "<name>",
      description = "who may carry a shipment; given more than once, they are tried in this order")
  private List<String> carriers = List.of();

  @Option(names = "--review", description = "a person has to look at it before it is placed")
  private boolean review;

  @Option(
      names = "--wait",
      description = "tell what happens until the order ends; exit code 1 if it was not completed")
  private boolean wait;

  boolean hasItems() {
    return !items.isEmpty();
  }

  List<String> carriers() {
    return carriers;
  }

  boolean waits() {
    return wait;
  }

  /** Adds what is said to an order; what is left out is left to the server. */
  void into(ObjectNode order) {
    if (hasItems()) {
      var lines = order.putArray("items");
      items.forEach(line -> lines.addObject().put("sku", line.sku()).put("quantity", line.quantity()));
    }
    order.setAll(Json.given("note", note));
    if (deadline != null) {
      order.put("deadlineSeconds", deadline);
    }
    if (review) {
      order.put("review", true);
    }
  }
}
