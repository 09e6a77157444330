package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

import java.nio.file.Path;

class OrdersTest {

  private static final String PAID = """
      {"id": "o-1", "customerId": "ada", "status": "PAID", "text": "two waffles with nuts",
       "items": [{"sku": "waffles", "name": "Waffles", "size": "LARGE", "quantity": 2, "with": ["nuts"],
                  "without": ["butter"], "unitPrice": {"amount": 920, "currency": "USD"}}],
       "fulfilment": {"type": "PICKUP"}, "total": {"amount": 1840, "currency": "USD"},
       "createdAt": "2026-11-21T02:08:08.438753Z", "updatedAt": "2026-11-21T02:08:12Z", "version": 3}""";
  private static final String REFUSED = """
      {"id": "o-2", "customerId": "bob", "status": "REJECTED", "reason": "out-of-stock", "detail": "There is not enough.",
       "missing": [{"ingredient": "flour", "needed": 600, "available": 12}],
       "text": "a\\u001b[31m hack\\nline", "createdAt": "2026-11-21T02:08:08Z", "updatedAt": "2026-11-21T02:08:09Z"}""";

  private final StubServer server = new StubServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void an_order_is_sent_in_words_with_a_key_of_its_own() {
    server.answers("POST /api/v1/orders", 202, PAID);

    var run = Run.of(server, "order", "two waffles with nuts", "--customer", "bob", "--method", "card-declined");
    Run.of(server, "order", "two waffles with nuts");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("order       o-1", "status      PAID", "18.40 USD");
    assertThat(server.requests().get(0).body()).isEqualTo(
        "{\"customerId\":\"bob\",\"text\":\"two waffles with nuts\",\"payment\":{\"method\":\"card-declined\"}}");
    assertThat(server.requests().get(1).body()).contains("\"ada\"", "\"card\"");
    assertThat(server.requests()).extracting(StubServer.Request::key).doesNotContain("null").doesNotHaveDuplicates();
  }

  @Test
  void a_customer_may_want_no_substitutes() {
    server.answers("POST /api/v1/orders", 202, PAID);

    Run.of(server, "order", "two waffles", "--no-substitutes");

    assertThat(server.requests().get(0).body()).contains("\"substitutions\":\"NEVER\"");
  }

  @Test
  void an_order_that_is_short_shows_what_it_could_be_instead_and_a_models_words_as_they_are() {
    server.answers("GET /api/v1/orders/o-1", 200, """
        {"id": "o-1", "customerId": "ada", "status": "RECEIVED", "question": {"kind": "SUBSTITUTES", "approved": false, "proposal": {
          "items": [{"sku": "banana-pancakes", "name": "Banana pancakes", "size": "REGULAR", "quantity": 2, "with": ["nuts"], "without": []}],
          "total": {"amount": 1840, "currency": "USD"}, "by": "MODEL", "sentence": "Bananas\\u001b[31m are sweet."}}}""");

    assertThat(Run.of(server, "show", "o-1").out())
        .contains("may it be 2 x Banana pancakes (with nuts) for 18.40 USD?", "are sweet.").doesNotContain("\u001b[31m");
  }

  @Test
  void an_order_whose_answer_is_lost_is_sent_again_with_the_same_key() {
    server.losesTheAnswer("POST /api/v1/orders")
        .refuses("POST /api/v1/orders", 409, "idempotency-key-in-flight", "still at it")
        .answers("POST /api/v1/orders", 202, PAID);

    var run = Run.of(server, "order", "two waffles");

    assertThat(run.exitCode()).isZero();
    assertThat(server.requests()).extracting(StubServer.Request::key).hasSizeGreaterThan(2).containsOnly(
        server.requests().get(0).key());
  }

  @Test
  void an_order_that_is_refused_is_sent_once() {
    server.refuses("POST /api/v1/orders", 400, "invalid", "text must not be blank");

    var run = Run.of(server, "order", " ");

    assertThat(run).isEqualTo(new Run(1, "", "caravan: text must not be blank" + System.lineSeparator()));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void an_input_that_is_to_blame_is_named() {
    server.answers("POST /api/v1/orders", 400, """
        {"type": "/problems/invalid", "detail": "must not be blank",
         "errors": [{"field": "text", "detail": "must not be blank"}]}""");

    assertThat(Run.of(server, "order", " ").err()).isEqualTo("caravan: text must not be blank" + System.lineSeparator());
  }

  @Test
  void an_order_is_followed_to_its_end() {
    var received = """
        {"seq": 4, "type": "order.received", "at": "2026-11-21T02:08:08Z", "actor": "ada", "data": {}}""";
    var ready = """
        {"seq": 7, "type": "order.ready", "at": "2026-11-21T02:08:09Z", "actor": "kitchen",
         "data": {"from": "PREPARING", "status": "READY"}}""";
    server.answers("POST /api/v1/orders", 202, PAID)
        .answers("GET /api/v1/orders/o-1", PAID).answers("GET /api/v1/orders/o-1", PAID.replace("PAID", "COMPLETED"))
        .answers("GET /api/v1/orders/o-1/status", "{\"nextStep\": \"FINISH\", \"waitingFor\": \"kitchen\"}")
        .answers("GET /api/v1/orders/o-1/history", "{\"events\": [" + received + "]}")
        .answers("GET /api/v1/orders/o-1/history", "{\"events\": [" + received + ", " + ready + "]}");

    var run = Run.of(server, "order", "two waffles", "--wait");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsOnlyOnce("order.received").containsOnlyOnce("order.ready")
        .contains("READY", "status      COMPLETED");
    assertThat(run.err()).containsOnlyOnce("waits for the kitchen: caravan ready o-1");
  }

  @Test
  void an_outage_does_not_end_the_wait() {
    server.answers("POST /api/v1/orders", 202, PAID)
        .answers("GET /api/v1/orders/o-1", 502, "<h1>Bad gateway</h1>")
        .answers("GET /api/v1/orders/o-1", 404, "{\"type\": \"about:blank\", \"detail\": \"No static resource.\"}")
        .refuses("GET /api/v1/orders/o-1", 503, "unavailable", "Not now.")
        .answers("GET /api/v1/orders/o-1", PAID.replace("PAID", "COMPLETED"))
        .answers("GET /api/v1/orders/o-1/history", "{\"events\": []}");

    var run = Run.of(server, "order", "two waffles", "--wait");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).containsOnlyOnce("the server cannot be reached, trying again");
  }

  @Test
  void waiting_for_an_order_that_fails_fails() {
    server.answers("POST /api/v1/orders", 202, PAID)
        .answers("GET /api/v1/orders/o-1", REFUSED).answers("GET /api/v1/orders/o-1/history", "{\"events\": []}");

    var run = Run.of(server, "order", "two waffles", "--wait", "--output", "json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines().map(Json::read)).containsExactly(Json.read(REFUSED));
  }

  @Test
  void an_order_is_shown_with_everything_known_of_it() {
    server.answers("GET /api/v1/orders/o-1", PAID).answers("GET /api/v1/orders/o-2", REFUSED);

    assertThat(Run.of(server, "show", "o-1").out())
        .contains("2 x Waffles (large, with nuts, without butter), each 9.20 USD");
    assertThat(Run.of(server, "show", "o-2").out())
        .contains("out-of-stock", "There is not enough.", "flour: 600 needed, 12 there");
  }

  @Test
  void what_a_customer_wrote_cannot_steer_the_terminal() {
    server.answers("GET /api/v1/orders/o-2", REFUSED);

    assertThat(Run.of(server, "show", "o-2").out()).contains("a\uFFFD[31m hack line").doesNotContain("\u001B");
  }

  @Test
  void colour_is_there_where_it_is_wanted() {
    server.answers("GET /api/v1/orders/o-2", REFUSED);

    assertThat(Run.of(Ansi.ON, server, "show", "o-2").out()).contains("\u001B[31mREJECTED\u001B[0m");
  }

  @Test
  void json_is_what_the_server_answered() {
    server.answers("GET /api/v1/orders/o-1", PAID);

    assertThat(Json.read(Run.of(server, "--output", "json", "show", "o-1").out())).isEqualTo(Json.read(PAID));
  }

  @Test
  void orders_are_listed_as_asked_for() {
    server.answers("GET /api/v1/orders?limit=5&status=PAID", "{\"orders\": [" + PAID + "], \"next\": null}")
        .answers("GET /api/v1/orders?limit=20", "{\"orders\": [], \"next\": null}");

    var run = Run.of(server, "list", "--status", "paid", "--limit", "5");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(2).last().asString()
        .startsWith("o-1    PAID    18.40 USD  ada").endsWith("two waffles with nuts");
    assertThat(Run.of(server, "list").out()).startsWith("ORDER").hasLineCount(1);
  }

  @Test
  void orders_are_filtered_by_all_that_the_server_can() {
    server.answers("GET /api/v1/orders?limit=20&status=IN_REVIEW&customerId=ada&runnerId=ray&fulfilment=COURIER&health=stuck"
        + "&from=2026-11-21T00%3A00%3A00Z&to=2026-11-22T00%3A00%3A00Z&q=two+waffles", "{\"orders\": []}");

    assertThat(Run.of(server, "list", "--status", "in-review", "--customer", "ada", "--runner", "ray", "--fulfilment",
        "courier", "--health", "stuck", "--from", "2026-11-21T00:00:00Z", "--to", "2026-11-22T00:00:00Z", "--query",
        "two waffles").exitCode()).isZero();
  }

  @Test
  void all_orders_are_listed_page_by_page() {
    server.answers("GET /api/v1/orders?limit=100", "{\"orders\": [" + PAID + "], \"next\": \"c=1\"}")
        .answers("GET /api/v1/orders?limit=100&cursor=c%3D1", "{\"orders\": [" + REFUSED + "], \"next\": null}");

    assertThat(Run.of(server, "list", "--all").out()).contains("o-1", "o-2").hasLineCount(3);
    var json = Json.read(Run.of(server, "list", "--all", "--output", "json").out()).orElseThrow();
    assertThat(json.path("orders")).hasSize(2);
  }

  @Test
  void an_order_is_watched_line_by_line_where_nobody_looks() {
    server.answers("GET /api/v1/orders/o-1", PAID.replace("PAID", "COMPLETED"))
        .answers("GET /api/v1/orders/o-1/history", """
            {"events": [{"seq": 4, "type": "order.received", "at": "2026-11-21T02:08:08Z", "actor": "ada", "data": {}}]}""");

    var run = Run.of(server, "watch", "o-1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("order o-1", "order.received", "status      COMPLETED");
  }

  @Test
  void a_receipt_is_shown_or_kept(@TempDir Path folder) throws Exception {
    server.answers("GET /api/v1/orders/o-1/receipt", """
            {"number": "R-1", "orderId": "o-1", "customerId": "ada", "status": "COMPLETED", "issuedAt": "2026-11-21T02:08:12Z",
             "lines": [{"name": "Waffles", "quantity": 2, "unitPrice": {"amount": 920, "currency": "USD"}}],
             "goods": {"amount": 1840, "currency": "USD"}, "tip": {"amount": 0, "currency": "USD"},
             "charged": {"amount": 1840, "currency": "USD"}, "paid": {"amount": 1840, "currency": "USD"}}""")
        .answers("GET /api/v1/orders/o-1/receipt.pdf", "%PDF-1.7").answers("GET /api/v1/orders/o-1/receipt.html", "<p>R-1</p>")
        .refuses("GET /api/v1/orders/o-2/receipt.pdf", 409, "not-ready", "The order is PAID.");
    var pdf = folder.resolve("receipt.pdf");
    var text = folder.resolve("receipt.txt");

    assertThat(Run.of(server, "receipt", "o-1").out()).contains("Receipt R-1", "each Waffles", "18.40 USD  paid").doesNotContain("tip");
    assertThat(Run.of(server, "receipt", "o-1", "-o", text.toString())).isEqualTo(new Run(0, "", ""));
    assertThat(text).content().contains("Receipt R-1");
    assertThat(Run.of(server, "receipt", "o-1", "--format", "html").out()).isEqualTo("<p>R-1</p>" + System.lineSeparator());
    assertThat(Run.of(server, "receipt", "o-1", "--format", "pdf", "-o", pdf.toString()).exitCode()).isZero();
    assertThat(pdf).hasContent("%PDF-1.7");
    assertThat(Run.of(server, "receipt", "o-1", "--format", "pdf").exitCode()).isEqualTo(2);
    assertThat(Run.of(server, "receipt", "o-2", "--format", "pdf", "-o", folder.resolve("none").toString()))
        .isEqualTo(new Run(1, "", "caravan: The order is PAID." + System.lineSeparator()));
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void a_history_tells_when_what_and_by_whom() {
    server.answers("GET /api/v1/orders/o-1/history", """
        {"orderId": "o-1", "events": [{"seq": 4, "type": "order.reserved", "at": "2026-11-21T02:08:08.5Z",
          "actor": "inventory", "data": {"from": "ANALYZED", "status": "RESERVED"}}]}""");

    assertThat(Run.of(server, "history", "o-1").out())
        .containsPattern("\\d\\d:\\d\\d:08\\.500  order\\.reserved +inventory +RESERVED");
  }

  @ParameterizedTest
  @CsvSource({"2000, USD, 20.00 USD", "2000, JPY, 2000 JPY", "2000, KWD, 2.000 KWD", "5, EUR, 0.05 EUR",
      "9007199254740993, USD, 90071992547409.93 USD", "7, QQQ, 7 minor units of QQQ"})
  void money_is_written_as_its_currency_is(String amount, String currency, String written) {
    var money = Json.read("{\"amount\": %s, \"currency\": \"%s\"}".formatted(amount, currency)).orElseThrow();

    assertThat(Texts.money(money)).isEqualTo(written);
  }
}
