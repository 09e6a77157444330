package dev.caravan.config.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.model.Money;
import dev.caravan.model.delivery.Receipt;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

class ReceiptsTest {

  private static final Receipt RECEIPT = receipt("Corner shop", "EUR");

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void start() {
    camel.getPropertiesComponent().setLocation("classpath:endpoints.properties");
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void the_page_says_what_was_bought_what_it_came_to_and_who_was_involved() {
    var page = page(RECEIPT);
    assertThat(page.title()).isEqualTo("Receipt R-7");
    assertThat(page.select(".about tr").eachText()).containsExactly(
        "Order o-1", "Status COMPLETED", "Issued 2026-03-01 23:30:00 UTC", "Customer ada", "Store Corner shop", "Runner rosa");
    assertThat(page.select(".goods tbody tr").eachText()).containsExactly("Waffles 2 6.50 EUR", "Crème brûlée 1");
    assertThat(page.select(".sums tr").eachText()).containsExactly(
        "Goods 15.00 EUR", "Delivery fee 3.05 EUR", "Tip 1.00 EUR", "Charged 19.05 EUR", "Refunded 0.05 EUR", "Paid 19.00 EUR");
  }

  @Test
  void the_page_can_be_read_by_everybody_and_runs_nothing() {
    var page = page(RECEIPT);
    assertThat(page.child(0).attr("lang")).isEqualTo("en");
    assertThat(page.select("table")).hasSize(3).allSatisfy(table -> {
      assertThat(table.select("caption").text()).isNotBlank();
      assertThat(table.select("tbody tr")).allSatisfy(row -> assertThat(row.child(0).attr("scope")).isEqualTo("row"));
    });
    assertThat(page.select("script, style, [style], img")).isEmpty();
    assertThat(page.select("link").attr("href")).isEqualTo("/receipt.css");
    assertThat(getClass().getResource("/static/receipt.css")).isNotNull();
  }

  @Test
  void who_had_no_store_and_no_runner_reads_of_none() {
    var page = page(new Receipt("R-7", "o-1", "ada", "CANCELLED", Instant.EPOCH, null, null, List.of(), money(0, "EUR"),
        money(0, "EUR"), money(0, "EUR"), money(0, "EUR"), money(500, "EUR"), money(500, "EUR"), money(0, "EUR")));
    assertThat(page.select(".about tr").eachText())
        .containsExactly("Order o-1", "Status CANCELLED", "Issued 1970-01-01 00:00:00 UTC", "Customer ada");
    assertThat(page.select(".sums tr").eachText()).containsExactly("Charged 5.00 EUR", "Refunded 5.00 EUR", "Paid 0.00 EUR");
  }

  @ParameterizedTest
  @CsvSource({"EUR, 1234567.89 EUR", "JPY, 123456789 JPY", "BHD, 123456.789 BHD", "XAU, 123456789 XAU"})
  void an_amount_has_the_digits_of_its_currency_whatever_the_server_speaks(String currency, String written) throws IOException {
    var locale = Locale.getDefault();
    var zone = TimeZone.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    try {
      var zero = money(0, currency);
      var receipt = new Receipt("R-7", "o-1", "ada", "COMPLETED", Instant.EPOCH, null, null, List.of(), money(123456789, currency),
          zero, zero, zero, money(123456789, currency), zero, money(123456789, currency));
      assertThat(page(receipt).select(".paid td").text()).isEqualTo(written);
      assertThat(page(receipt).text()).contains("1970-01-01 00:00:00 UTC");
      assertThat(text(pdf(html(receipt)))).contains("Paid " + written);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void the_pdf_says_the_same_as_the_page_on_one_sheet() throws IOException {
    var pdf = pdf(html(RECEIPT));
    assertThat(text(pdf).split("\\s+")).containsExactly(page(RECEIPT).body().text().split("\\s+"));
    try (var document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isEqualTo(1);
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Receipt R-7");
      assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
      assertThat(fonts(document)).isNotEmpty().allMatch(font -> font.matches("[A-Z]{6}\\+DejaVuSans.*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script>alert('x')</script> & \"Sons\"", "</style></td><h1>Free</h1>", "{{body}}", "${body}", "&lt;b&gt;",
      "<img src=http://127.0.0.1/x>", "Ελλάδα Україна ქართული Հայերեն €₹ ½ …"})
  void what_people_call_things_is_shown_as_it_is(String name) throws IOException {
    var receipt = receipt(name, "EUR");
    assertThat(page(receipt).select(".about tr:contains(Store) td").text()).isEqualTo(name);
    assertThat(page(receipt).select("script, img, h1")).hasSize(1);
    assertThat(text(pdf(html(receipt)))).contains(name);
  }

  @ParameterizedTest
  @CsvSource({"拉麵, ##", "₿, #"})
  void a_character_that_the_pdf_has_no_letter_for_is_a_hash(String name, String shown) throws IOException {
    assertThat(text(pdf(html(receipt("Shop " + name + " here", "EUR"))))).contains("Store Shop " + shown + " here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "\u0000", "\uFFFF", "\uD800", "🍜", "\u202E", "\n"})
  void a_character_that_is_none_harms_nothing_else(String name) throws IOException {
    assertThat(text(pdf(html(receipt("Shop " + name, "EUR"))))).contains("Store Shop", "Runner rosa", "Paid 19.00 EUR");
  }

  @Test
  void nothing_is_fetched_for_a_pdf() throws IOException {
    try (var elsewhere = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var there = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/x";
      var pdf = pdf("""
          <html><head><link rel="stylesheet" href="%1$s.css"><style>
          @import url("%1$s-import.css"); @font-face { font-family: far; src: url(%1$s.ttf) }
          b { font-family: far }
          p { font-family: Receipt; background-image: url(%1$s.png); list-style-image: url(%1$s.gif) }</style></head>
          <body><img src="%1$s.jpg" alt=""><object data="%1$s.svg"></object><embed src="%1$s">
          <b>far</b> <a href="%1$s" download="x">there</a><img src="file:///etc/hostname" alt=""><p>All there is.</p></body></html>"""
          .formatted(there));
      assertThat(text(pdf)).contains("All there is.");
      elsewhere.setSoTimeout(1);
      assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static Receipt receipt(String store, String currency) {
    return new Receipt(
        "R-7", "o-1", "ada", "COMPLETED", Instant.parse("2026-03-01T23:30:00Z"), store, "rosa",
        List.of(new Receipt.Line("Waffles", 2, money(650, currency)), new Receipt.Line("Crème brûlée", 1, null)),
        money(1500, currency), money(305, currency), money(0, currency), money(100, currency),
        money(1905, currency), money(5, currency), money(1900, currency));
  }

  private static Money money(long amount, String currency) {
    return new Money(amount, currency);
  }

  private String html(Receipt receipt) {
    return camel.createProducerTemplate().requestBody("{{delivery.receipt-html}}", new ReceiptPage().of(receipt), String.class);
  }

  private Document page(Receipt receipt) {
    return Jsoup.parse(html(receipt));
  }

  private byte[] pdf(String html) throws IOException {
    var exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(html);
    new ReceiptPdf().process(exchange);
    return exchange.getMessage().getBody(byte[].class);
  }

  private static String text(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static List<String> fonts(PDDocument document) throws IOException {
    var fonts = new ArrayList<String>();
    var resources = document.getPage(0).getResources();
    for (var name : resources.getFontNames()) {
      fonts.add(resources.getFont(name).getName());
    }
    return fonts;
  }
}
