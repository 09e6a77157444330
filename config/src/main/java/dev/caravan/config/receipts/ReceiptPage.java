package dev.caravan.config.receipts;

import dev.caravan.model.Money;
import dev.caravan.model.delivery.Receipt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Puts a receipt into the words that its template shows: the same ones whatever the server's language and time zone. */
@Component("receiptPage")
public class ReceiptPage {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What the template shows, but for what it takes from the receipt as it is. */
  public record Page(Receipt receipt, String issued, List<Line> lines, List<Sum> sums, String paid) {}

  /** @param unitPrice null where only the sum of all goods is known */
  public record Line(String name, int quantity, @Nullable String unitPrice) {}

  /** An amount, and what it is for. */
  public record Sum(String of, String amount) {}

  /** What comes to nothing is left out, but for what was charged and paid. */
  public Page of(Receipt receipt) {
    var lines = receipt.lines().stream().map(ReceiptPage::line).toList();
    var sums = Stream.of(
        sum("Goods", receipt.goods()), sum("Delivery fee", receipt.deliveryFee()),
        sum("Platform fee", receipt.platformFee()), sum("Tip", receipt.tip()),
        Stream.of(new Sum("Charged", written(receipt.charged()))), sum("Refunded", receipt.refunded()))
        .flatMap(sum -> sum).toList();
    return new Page(receipt, UTC.format(receipt.issuedAt()), lines, sums, written(receipt.paid()));
  }

  private static Line line(Receipt.Line line) {
    return new Line(line.name(), line.quantity(), line.unitPrice() == null ? null : written(line.unitPrice()));
  }

  private static Stream<Sum> sum(String of, Money money) {
    return money.amount() == 0 ? Stream.empty() : Stream.of(new Sum(of, written(money)));
  }

  private static String written(Money money) {
    // What has no minor unit, gold for one, is said to have -1 digits.
    var digits = Math.max(0, Currency.getInstance(money.currency()).getDefaultFractionDigits());
    return BigDecimal.valueOf(money.amount(), digits).toPlainString() + " " + money.currency();
  }
}
