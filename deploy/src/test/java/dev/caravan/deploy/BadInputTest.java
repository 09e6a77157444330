package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whatever is sent that cannot be meant is answered by a problem that says what is wrong, and changes nothing. */
@EndToEnd
class BadInputTest {

  private static final String TEXT = "\"text\": \"two plain pancakes\"";
  private static final String POSTAL = "\"street\": \"1 A St\", \"city\": \"Anytown\", \"zip\": \"12345\"";
  private static final int TWELVE_MEGABYTES = 12_000_000;

  @Autowired JdbcTemplate database;

  @LocalServerPort int port;

  private Shop shop;
  private Map<String, Object> before;

  @BeforeEach
  void open() {
    shop = new Shop(port);
    before = books();
  }

  @AfterEach
  void nothing_has_changed() {
    assertThat(books()).isEqualTo(before);
  }

  private Map<String, Object> books() {
    return database.queryForMap("""
        select (select count(*) from orders.customer_order) as orders,
               (select count(*) from orders.idempotency_key) as keys,
               (select sum(delivered) from inventory.stock) as delivered,
               (select count(*) from events.event
                where type in ('order.received', 'stock.counted', 'stock.restocked', 'order.collected')) as events""");
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments("nothing", "", "body"),
        arguments("null", "null", "body"),
        arguments("a list", "[]", "body"),
        arguments("a string", "\"x\"", "body"),
        arguments("a number", "1", "body"),
        arguments("half of it", order(TEXT).substring(0, 60), "body"),
        arguments("something after it", order(TEXT) + " {}", "body"),
        arguments("words after it", order(TEXT) + " and so on", "body"),
        arguments("a name twice", order(TEXT + ", \"customerId\": \"bob\""), "body"),
        arguments("5,000 lists in each other", "[".repeat(5_000) + "]".repeat(5_000), "body"),
        arguments("5,000 lists in a field", order("\"note\": " + "[".repeat(5_000) + "]".repeat(5_000)), "note"),
        arguments("an unknown field", order(TEXT + ", \"discount\": 100"), "discount"),
        arguments("a class name", order(TEXT + ", \"@class\": \"java.lang.Runtime\""), "@class"),
        arguments("no customer", "{\"payment\": {\"method\": \"card\"}, " + TEXT + "}", "customerId"),
        arguments("no payment", "{\"customerId\": \"ada\", " + TEXT + "}", "payment"),
        arguments("an empty payment", "{\"customerId\": \"ada\", \"payment\": {}, " + TEXT + "}", "payment.method"),
        arguments("a payment in words", "{\"customerId\": \"ada\", \"payment\": \"card\", " + TEXT + "}", "payment"),
        arguments("a number for a method", paid("5"), "payment.method"),
        arguments("an expression for a method", paid("\"${bean:orders}\""), "payment.method"),
        arguments("a number for a customer", customer("5"), "customerId"),
        arguments("a truth for a customer", customer("true"), "customerId"),
        arguments("an object for a customer", customer("{}"), "customerId"),
        arguments("a list for a customer", customer("[\"ada\"]"), "customerId"),
        arguments("a customer with NUL", customer("\"a\\u0000b\""), "customerId"),
        arguments("half a character for a customer", customer("\"\\ud800\""), "customerId"),
        arguments("an expression for a customer", customer("\"{{env:HOME}}\""), "customerId"),
        arguments("too long a customer", customer("\"" + "a".repeat(65) + "\""), "customerId"),
        arguments("a number for text", order("\"text\": 5"), "text"),
        arguments("text with NUL", order("\"text\": \"two\\u0000pancakes\""), "text"),
        arguments("text with an escape sequence", order("\"text\": \"\\u001b[2J\""), "text"),
        arguments("text with half a character", order("\"text\": \"two \\udc00 pancakes\""), "text"),
        arguments("text of 2,001 characters", order("\"text\": \"" + "x".repeat(2_001) + "\""), "text"),
        arguments("blank text", order("\"text\": \"  \\n \""), "text"),
        arguments("empty text", order("\"text\": \"\""), "text"),
        arguments("a number for a note", order(TEXT + ", \"note\": 1.5"), "note"),
        arguments("a note with NUL", order(TEXT + ", \"note\": \"\\u0000\""), "note"),
        arguments("a note with half a character", order(TEXT + ", \"note\": \"\\ud83d\""), "note"),
        arguments("a note of 501 characters", order(TEXT + ", \"note\": \"" + "x".repeat(501) + "\""), "note"),
        arguments("neither text nor items", order("\"note\": \"hungry\""), "text"),
        arguments("both text and items", order(TEXT + ", " + items("\"waffles\"", "1")), "items"),
        arguments("a string for items", order("\"items\": \"waffles\""), "items"),
        arguments("an object for items", order("\"items\": {}"), "items"),
        arguments("no lines", order("\"items\": []"), "items"),
        arguments("null for a line", order("\"items\": [null]"), "items[0]"),
        arguments("a number for a line", order("\"items\": [1]"), "items[0]"),
        arguments("51 lines", order("\"items\": [" + (line("\"waffles\"", "1") + ",").repeat(50) + line("\"waffles\"", "1") + "]"), "items"),
        arguments("a dish that is not on the menu", order(items("\"unicorn\"", "1")), "items[0].sku"),
        arguments("a number for a dish", order(items("5", "1")), "items[0].sku"),
        arguments("an expression for a dish", order(items("\"${bean:orders}\"", "1")), "items[0].sku"),
        arguments("none of a dish", order(items("\"waffles\"", "0")), "items[0].quantity"),
        arguments("less than none of a dish", order(items("\"waffles\"", "-1")), "items[0].quantity"),
        arguments("101 of a dish", order(items("\"waffles\"", "101")), "items[0].quantity"),
        arguments("more than an int", order(items("\"waffles\"", "2147483648")), "items[0].quantity"),
        arguments("more than is", order(items("\"waffles\"", "1e999999999")), "items[0].quantity"),
        arguments("5,000 digits", order(items("\"waffles\"", "9".repeat(5_000))), "items[0]"),
        arguments("not a number", order(items("\"waffles\"", "NaN")), "items[0]"),
        arguments("a string for a number", order(items("\"waffles\"", "\"1\"")), "items[0].quantity"),
        arguments("an empty string for a number", order(items("\"waffles\"", "\"\"")), "items[0].quantity"),
        arguments("a fraction for a number", order(items("\"waffles\"", "1.0")), "items[0].quantity"),
        arguments("a truth for a number", order(items("\"waffles\"", "true")), "items[0].quantity"),
        arguments("an unknown size", sized("\"HUGE\""), "items[0].size"),
        arguments("a number for a size", sized("1"), "items[0].size"),
        arguments("a topping that is not on the menu", topped("\"unicorn\""), "items[0].with[0]"),
        arguments("a topping with NUL", topped("\"a\\u0000\""), "items[0].with[0]"),
        arguments("a number for a topping", topped("1"), "items[0].with[0]"),
        arguments("null for a topping", topped("null"), "items[0].with[0]"),
        arguments("an unknown fulfilment", reached("{\"type\": \"TELEPORT\"}"), "fulfilment.type"),
        arguments("a number for a fulfilment", reached("{\"type\": 0}"), "fulfilment.type"),
        arguments("a word for a fulfilment", reached("\"PICKUP\""), "fulfilment"));
  }

  @ParameterizedTest(name = "an order with {0} is refused because of {2}")
  @MethodSource("bodies")
  void an_order_that_cannot_be_meant_is_refused_by_the_name_of_the_field(String what, String body, String field) {
    isRefused(shop.send("POST", "/api/v1/orders", body), 400, field);
  }

  static Stream<Arguments> bodiesAboutParcels() {
    return Stream.of(
        arguments("start", "null", "body"),
        arguments("start", "{\"initialAddress\": {}}", "initialAddress.street"),
        arguments("start", started("\"street\": \" \", \"city\": \"Anytown\", \"zip\": \"1\""), "initialAddress.street"),
        arguments("start", started("\"street\": \"1 A St\", \"zip\": \"1\""), "initialAddress.city"),
        arguments("start", started("\"street\": \"1 A St\", \"city\": \"Anytown\""), "initialAddress.zip"),
        arguments("start", started("\"street\": 1"), "initialAddress.street"),
        arguments("start", started("\"street\": \"a\\u0000\""), "initialAddress.street"),
        arguments("start", started("\"street\": \"" + "x".repeat(201) + "\""), "initialAddress.street"),
        arguments("start", started("\"planet\": \"Mars\""), "initialAddress.planet"),
        arguments("start", started("\"building\": \"Library\""), "initialAddress.building"),
        arguments("start", started(POSTAL + ", \"country\": \"us\""), "initialAddress.country"),
        arguments("start", started(POSTAL + ", \"country\": \"XX\""), "initialAddress.country"),
        arguments("start", started(POSTAL + ", \"country\": \"USA\""), "initialAddress.country"),
        arguments("start", "{\"initialAddress\": \"123 Main St\"}", "initialAddress"),
        arguments("start", "{\"carriers\": []}", "carriers"),
        arguments("start", "{\"carriers\": \"carrier\"}", "carriers"),
        arguments("start", "{\"carriers\": [null]}", "carriers[0]"),
        arguments("start", "{\"carriers\": [1]}", "carriers[0]"),
        arguments("start", "{\"carriers\": [\"pigeon\"]}", "carriers"),
        arguments("start", "{\"carriers\": [\"${bean:orders}\"]}", "carriers[0]"),
        arguments("start", "{\"carriers\": [" + "\"carrier\",".repeat(5) + "\"carrier\"]}", "carriers"),
        arguments("start", "{\"deadlineSeconds\": 1}", "deadlineSeconds"),
        arguments("start", "{\"deadlineSeconds\": -15}", "deadlineSeconds"),
        arguments("start", "{\"deadlineSeconds\": 3601}", "deadlineSeconds"),
        arguments("start", "{\"deadline_seconds\": 2147483648}", "deadlineSeconds"),
        arguments("start", "{\"deadlineSeconds\": \"15\"}", "deadlineSeconds"),
        arguments("start", "{\"deadlineSeconds\": 15.0}", "deadlineSeconds"),
        arguments("start", "{\"review\": \"yes\"}", "review"),
        arguments("start", "{\"customerId\": \"a b\"}", "customerId"),
        arguments("start", "{\"items\": [{\"sku\": \"unicorn\", \"quantity\": 1}]}", "items[0].sku"),
        arguments("start", "{\"text\": \"one pancake mix\", \"items\": [{\"sku\": \"pancake-mix\", \"quantity\": 1}]}", "items"),
        arguments("start", "{\"payment\": {}}", "payment.method"),
        arguments("start", "{\"discount\": 100}", "discount"),
        arguments("signals/cancel", "{\"cancelledBy\": \" \"}", "cancelledBy"),
        arguments("signals/cancel", "{\"cancelledBy\": \"a\\nb\"}", "cancelledBy"),
        arguments("signals/cancel", "{\"cancelledBy\": \"" + "x".repeat(65) + "\"}", "cancelledBy"),
        arguments("signals/cancel", "{\"reason\": \"" + "x".repeat(201) + "\"}", "reason"),
        arguments("signals/cancel", "{\"reason\": 5}", "reason"),
        arguments("signals/cancel", "{\"order\": \"other\"}", "order"),
        arguments("signals/update-address", "{}", "newAddress"),
        arguments("signals/update-address", "{\"newAddress\": null}", "newAddress"),
        arguments("signals/update-address", "{\"newAddress\": {\"zip\": 5}}", "newAddress.zip"),
        arguments("signals/update-address", "{\"newAddress\": {\"zip\": \"" + "5".repeat(21) + "\"}}", "newAddress.zip"),
        arguments("signals/update-address", "{\"newAddress\": {" + POSTAL + "}, \"updatedBy\": \"\"}", "updatedBy"),
        arguments("signals/approve", "{}", "approvedBy"),
        arguments("signals/approve", "{\"approvedBy\": 5}", "approvedBy"),
        arguments("signals/approve", "{\"approvedBy\": \"rita\", \"auto\": true}", "auto"),
        arguments("signals/reject", "{\"rejectedBy\": \"rita\"}", "reason"),
        arguments("signals/reject", "{\"rejectedBy\": \"rita\", \"reason\": \"\"}", "reason"),
        arguments("signals/reject", "{\"reason\": \"no\"}", "rejectedBy"),
        arguments("signals/reject", "[]", "body"));
  }

  @ParameterizedTest(name = "{0} with {1} is refused because of {2}")
  @MethodSource("bodiesAboutParcels")
  void what_cannot_be_meant_about_a_parcel_is_refused_by_the_name_of_the_field(String what, String body, String field) {
    isRefused(shop.send("POST", "/api/v1/orders/o-never/" + what, body), 400, field);
    problem(shop.send("GET", "/api/v1/orders/o-never", ""), 404);
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        arguments("{\"type\": \"SHIPMENT\"}", "", "fulfilment.address"),
        arguments("{\"type\": \"SHIPMENT\", \"address\": {\"building\": \"Library\"}}", "", "fulfilment.address.building"),
        arguments("{\"type\": \"SHIPMENT\", \"address\": {" + POSTAL + "}, \"store\": \"campus-grill\"}", "", "fulfilment.store"),
        arguments("{\"type\": \"SHIPMENT\", \"address\": {" + POSTAL + "}, \"carriers\": [\"pigeon\"]}", "", "fulfilment.carriers"),
        arguments("{\"type\": \"SHIPMENT\", \"address\": {" + POSTAL + "}}", ", \"tip\": 5", "tip"),
        arguments("{\"type\": \"SHIPMENT\", \"address\": {" + POSTAL + "}}", ", \"deadlineSeconds\": 1", "deadlineSeconds"),
        arguments("{\"type\": \"PICKUP\", \"carriers\": [\"carrier\"]}", "", "fulfilment.carriers"),
        arguments("{\"type\": \"PICKUP\", \"address\": {\"building\": \"Library\"}}", "", "fulfilment.address"),
        arguments("{\"type\": \"PICKUP\"}", ", \"deadlineSeconds\": 60", "deadlineSeconds"));
  }

  @ParameterizedTest(name = "{0}{1} is refused because of {2}")
  @MethodSource("ways")
  void an_order_that_cannot_go_this_way_is_refused_by_the_name_of_the_field(String way, String more, String field) {
    isRefused(shop.send("POST", "/api/v1/orders", order(TEXT + ", \"fulfilment\": " + way + more)), 400, field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "false", "a%20b", "%C3%A9", "a,b", "'x'", "*", "$%7Bbean:orders%7D", "%7B%7Benv:HOME%7D%7D",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void an_order_is_not_started_under_an_id_that_means_something_else(String id) {
    isRefused(shop.send("POST", "/api/v1/orders/" + id + "/start", "{}"), 400, "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "%2e%2e", "a%2fb", "a%00b"})
  void an_order_is_not_started_under_an_id_that_is_no_name(String id) {
    assertThat(Wire.send(port, "POST /api/v1/orders/" + id + "/start HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")).matches("(?s)HTTP/1.1 40[04] .*").contains("application/problem+json");
  }

  @Test
  void twelve_megabytes_about_a_parcel_are_refused() {
    var body = "{\"note\": \"" + "x".repeat(TWELVE_MEGABYTES) + "\"}";
    for (var what : new String[] {"start", "signals/cancel", "signals/update-address", "signals/approve", "signals/reject"}) {
      isRefused(shop.send("POST", "/api/v1/orders/o-never/" + what, body), 413, "body");
    }
    isRefused(shop.send("PUT", "/api/v1/review-policy", body), 413, "body");
  }

  @ParameterizedTest(name = "stock {0}")
  @ValueSource(strings = {"null", "[]", "{}", "{\"x\": 1}", "{\"counted\": null, \"quantity\": null}",
      "{\"quantity\": -1}", "{\"quantity\": 0.5}", "{\"quantity\": \"1\"}", "{\"quantity\": 1000000001}",
      "{\"quantity\": 99999999999999999999}", "{\"quantity\": 1e30}"})
  void stock_that_cannot_be_meant_is_refused(String body) {
    problem(shop.send("POST", "/api/v1/inventory/flour/restock", body), 400);
    problem(shop.send("PUT", "/api/v1/inventory/flour", body.replace("quantity", "counted").replace(": -1", ": -2")), 400);
  }

  @Test
  void a_body_that_is_not_UTF_8_is_refused() {
    for (var charset : new Charset[] {StandardCharsets.UTF_16, Charset.forName("UTF-32"), StandardCharsets.UTF_16LE}) {
      isRefused(post(BodyPublishers.ofByteArray(order(TEXT).getBytes(charset)), "application/json"), 400, "body");
    }
    for (var bytes : new String[] {"\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080"}) {
      var body = order("\"text\": \"two " + bytes + " pancakes\"").getBytes(StandardCharsets.ISO_8859_1);
      isRefused(post(BodyPublishers.ofByteArray(body), "application/json"), 400, "body");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "*/*", "rubbish",
      "multipart/form-data; boundary=x", "application/x-java-serialized-object", "application/json; charset=klingon"})
  void a_body_of_another_type_is_refused(String type) {
    isRefused(post(BodyPublishers.ofString(order(TEXT)), type), 415, "Content-Type");
  }

  @Test
  void Stripe_has_no_address_where_payments_are_simulated() {
    problem(shop.send("POST", "/api/v1/webhooks/stripe", "{}", "Stripe-Signature", "t=1,v1=x"), 404);
  }

  @Test
  void a_body_without_a_type_is_refused() {
    var body = order(TEXT);
    assertThat(Wire.send(port, "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
        + body.length() + "\r\n\r\n" + body)).startsWith("HTTP/1.1 415");
  }

  @Test
  void twelve_megabytes_are_refused_however_they_are_sent() {
    var body = new byte[TWELVE_MEGABYTES];
    isRefused(post(BodyPublishers.ofByteArray(body), "application/json"), 413, "body");
    isRefused(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), "application/json"), 413, "body");
  }

  @ParameterizedTest(name = "GET {0} is refused because of {1}")
  @CsvSource({
      "/orders?limit=0, limit", "/orders?limit=101, limit", "/orders?limit=x, limit", "/orders?limit=, limit",
      "/orders?limit=-1, limit", "/orders?limit=99999999999, limit", "/orders?limit=%D9%A1, limit",
      "/orders?limit=1&limit=2, limit", "/orders?limit=%24%7Bbody%7D, limit", "/orders?limit=%, query", "/orders?%zz, query",
      "/orders?status=EATEN, status", "/orders?status=, status", "/orders?status=null, status",
      "/orders?status=READY&status=READY, status",
      "/orders?cursor=x, cursor", "/orders?cursor=, cursor", "/orders?cursor=%24%7Bbody%7D, cursor",
      // "2026-11-21T02:02:07Z" and NUL; "+1000000000-01-01T00:00:00Z x"
      "/orders?cursor=MjAyNi0xMS0yMVQwMjowMjowN1ogAA, cursor",
      "/orders?cursor=KzEwMDAwMDAwMDAtMDEtMDFUMDA6MDA6MDBaIHg, cursor",
      "/orders?fulfilment=TELEPORT, fulfilment", "/orders?health=ill, health", "/orders?health=OK, health",
      "/orders?from=yesterday, from", "/orders?to=2026-01-01, to", "/deadlines?from=x, from", "/deadlines?to=x, to",
      "/reviews?status=MAYBE, status", "/reviews?limit=0, limit", "/reviews?cursor=x, cursor",
      "/orders?customerId=%00, customerId", "/orders?customerId=a%00, customerId", "/orders?customerId=%ff, customerId",
      "/orders?customerId=a&customerId=b, customerId",
      "/notifications?orderId=%00, orderId", "/notifications?userId=a&userId=b, userId"})
  void a_question_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(String path, String parameter) {
    var answer = Wire.send(port, "GET", "/api/v1" + path);
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"field\":\"" + parameter + "\"");
  }

  @ParameterizedTest(name = "Idempotency-Key {0}")
  @ValueSource(strings = {"", "a b", "a\tb", "k\u00e9y"})
  void an_idempotency_key_that_is_not_printable_ASCII_is_refused(String key) {
    var body = order(TEXT);
    assertThat(Wire.send(port, "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIdempotency-Key: " + key
        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body))
        .startsWith("HTTP/1.1 400").contains("/problems/invalid-idempotency-key", "Idempotency-Key");
  }

  @Test
  void an_idempotency_key_of_256_characters_is_refused() {
    isRefused(shop.send("POST", "/api/v1/orders", order(TEXT), "Idempotency-Key", "k".repeat(256)), 400, "Idempotency-Key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "null", "'x'", "true", "0", "a,b", "a;b=c", "$%7Bbean:orders%7D", "%7B%7Benv:HOME%7D%7D",
      "a%20b", "%2e%2e", "01a1fbda-adcb-70ad-8389-75d25ac5dee8", "*", "x'%20or%201=1--"})
  void an_unknown_id_is_not_found_anywhere(String id) {
    for (var path : new String[] {"/orders/ID", "/orders/ID/status", "/orders/ID/history", "/orders/ID/deadline", "/orders/ID/review",
        "/shipments/ID", "/menu/ID", "/inventory/ID",
        "/live/orders/ID"}) {
      assertThat(type(problem(shop.send("GET", "/api/v1" + path.replace("ID", id), ""), 404))).isEqualTo("/problems/not-found");
    }
    for (var path : new String[] {"/orders/ID/collect", "/kitchen/tickets/ID/ready", "/dead-letters/ID/redrive"}) {
      assertThat(type(problem(shop.send("POST", "/api/v1" + path.replace("ID", id), ""), 404))).isEqualTo("/problems/not-found");
    }
    for (var signal : Map.of("cancel", "{}", "update-address", "{\"newAddress\": {" + POSTAL + "}}",
        "approve", "{\"approvedBy\": \"rita\"}", "reject", "{\"rejectedBy\": \"rita\", \"reason\": \"no\"}").entrySet()) {
      problem(shop.send("POST", "/api/v1/orders/" + id + "/signals/" + signal.getKey(), signal.getValue()), 404);
    }
    problem(shop.send("DELETE", "/api/v1/dead-letters/" + id, ""), 404);
    problem(shop.send("PUT", "/api/v1/inventory/" + id, "{\"counted\": 1}"), 404);
    problem(shop.send("POST", "/api/v1/inventory/" + id + "/restock", "{\"quantity\": 1}"), 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/nothing", "/api/v1", "/api/v1/orders/", "/api/v1/orders/x/y", "/error", "/actuator",
      "/camel", "/health/x", "/lra-coordinator", "/api/v1/orders.json", "/API/v1/orders"})
  void an_address_that_leads_nowhere_is_not_found(String path) {
    assertThat(type(problem(shop.send("GET", path, ""), 404))).isEqualTo("/problems/not-found");
  }

  @ParameterizedTest(name = "{0} {1} is refused, {2} is allowed")
  @CsvSource({"DELETE, /api/v1/orders, GET", "PUT, /api/v1/orders, POST", "PATCH, /api/v1/orders/x, GET",
      "FOO, /api/v1/orders, GET", "GET, /api/v1/orders/x/collect, POST", "POST, /health, GET"})
  void a_method_that_an_address_does_not_take_is_refused_with_those_it_does(String method, String path, String allowed) {
    var answer = shop.send(method, path, "");
    assertThat(type(problem(answer, 405))).isEqualTo("/problems/method-not-allowed");
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "RUBBISH\r\n\r\n",
      "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /{x} HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/orders HTTP/1.1\r\n\r\n",
      "GET /api/v1/orders HTTP/9.9\r\nHost: x\r\n\r\n",
      "GET /api/v1/orders/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "GET /api/v1/orders/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "GET /api/v1/orders/%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "GET /api/v1/orders/a%2fb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "GET /api/v1/orders/\"x\" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "GET /api/v1/orders HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n",
      "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
      "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: rot13\r\n\r\n",
      "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "CONNECT /api/v1/orders HTTP/1.1\r\nHost: x\r\n\r\n"})
  void what_is_no_request_is_answered_without_a_word_on_the_server(String rubbish) {
    assertThat(Wire.send(port, rubbish)).matches("(?s)HTTP/1.1 (400|501|505) .*")
        .contains("application/problem+json", "\"type\":\"/problems/")
        .doesNotContainIgnoringCase("tomcat").doesNotContain("<", "Server:", "Exception");
  }

  @Test
  void a_header_of_20_kilobytes_is_refused() {
    assertThat(Wire.send(port, "GET", "/api/v1/orders", "X-Long: " + "x".repeat(20_000))).startsWith("HTTP/1.1 400");
  }

  private static String order(String rest) {
    return "{\"customerId\": \"ada\", \"payment\": {\"method\": \"card\"}, " + rest + "}";
  }

  private static String started(String address) {
    return "{\"initialAddress\": {" + address + "}}";
  }

  private static String customer(String json) {
    return "{\"customerId\": " + json + ", \"payment\": {\"method\": \"card\"}, " + TEXT + "}";
  }

  private static String paid(String json) {
    return "{\"customerId\": \"ada\", \"payment\": {\"method\": " + json + "}, " + TEXT + "}";
  }

  private static String reached(String json) {
    return order(TEXT + ", \"fulfilment\": " + json);
  }

  private static String items(String sku, String quantity) {
    return "\"items\": [" + line(sku, quantity) + "]";
  }

  private static String line(String sku, String quantity) {
    return "{\"sku\": " + sku + ", \"quantity\": " + quantity + "}";
  }

  private static String sized(String json) {
    return order("\"items\": [{\"sku\": \"waffles\", \"quantity\": 1, \"size\": " + json + "}]");
  }

  private static String topped(String json) {
    return order("\"items\": [{\"sku\": \"waffles\", \"quantity\": 1, \"with\": [" + json + "]}]");
  }

  private HttpResponse<String> post(BodyPublisher body, String type) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/orders"))
        .header("Content-Type", type).POST(body).build();
    return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString()).join();
  }

  private static void isRefused(HttpResponse<String> answer, int status, String field) {
    var errors = Shop.read(problem(answer, status).body()).path("errors");
    assertThat(StreamSupport.stream(errors.spliterator(), false).map(error -> error.get("field").asText()))
        .as(answer.body()).contains(field);
    assertThat(errors).as(answer.body()).allSatisfy(error -> assertThat(error.get("detail").asText()).isNotBlank());
  }

  private static HttpResponse<String> problem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(Shop.read(answer.body()).get("status").asInt()).isEqualTo(status);
    assertThat(type(answer)).matches("/problems/[a-z-]+");
    assertThat(answer.body()).doesNotContain("Exception", "dev.caravan", "com.fasterxml", "org.apache", "\\tat ");
    return answer;
  }

  private static String type(HttpResponse<String> answer) {
    return Shop.read(answer.body()).get("type").asText();
  }
}
