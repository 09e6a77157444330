package dev.caravan.deploy;

import static dev.caravan.deploy.Contract.texts;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.orders.OrderQueries;
import dev.caravan.model.tasks.TaskQueries;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The contract of the REST API says what the code does: neither changes without the other. */
@EndToEnd
class ContractTest {

  private static final Pattern READ = Pattern.compile("\\$\\{header\\.([A-Za-z_-]+)}");
  private static final Map<String, Class<?>> FILTERS = Map.of("orderQueries", OrderQueries.class, "taskQueries", TaskQueries.class);
  private static final Pattern CODE = Pattern.compile("Refusal\\.of\\(\\s*\"([a-z-]+)\"");

  @Autowired ModelCamelContext camel;
  @LocalServerPort int port;

  /** Answered for as long as somebody listens, and not by a route. */
  private static final Set<String> LISTENING = Set.of("GET /ws by open-web-socket", "GET /events/stream by stream-events");

  private final Set<String> answered = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();
  private Contract contract;

  @BeforeEach
  void read() {
    contract = new Contract(port, "openapi");
  }

  @Test
  void every_operation_is_in_the_contract_by_the_name_of_its_route() {
    var served = new ArrayList<String>(LISTENING);
    for (var api : camel.getRestDefinitions()) {
      for (var verb : api.getVerbs()) {
        var path = api.getPath() + (verb.getPath() == null ? "" : verb.getPath());
        served.add(verb.asVerb().toUpperCase() + " " + path + " by " + route(verb.getTo().getUri()).getId());
      }
    }
    assertThat(contract.operations()).extracting(it -> it.method() + " " + it.path() + " by " + it.id())
        .containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void every_parameter_is_one_that_the_route_reads_and_is_let_in() {
    var edge = camel.getComponent("platform-http", PlatformHttpComponent.class).getHeaderFilterStrategy();
    var exchange = new DefaultExchange(camel);
    assertThat(contract.operations()).filteredOn(operation -> camel.getRouteDefinition(operation.id()) != null).allSatisfy(operation -> {
      var read = reads(camel.getRouteDefinition(operation.id()));
      // The answer's format is no parameter in OpenAPI, and what the caller has is compared by whoever answers.
      read.remove("Accept");
      var inPath = names(operation, "path");
      assertThat(inPath).as(operation.id()).allMatch(name -> operation.path().contains("{" + name + "}"));
      read.removeIf(name -> !inPath.contains(name) && edge.applyFilterToExternalHeaders(name, "x", exchange));
      var declared = names(operation, "path", "query", "header");
      declared.remove("If-None-Match");
      assertThat(declared).as(operation.id()).containsExactlyInAnyOrderElementsOf(read);
    });
  }

  private static Set<String> names(Contract.Operation operation, String... places) {
    return operation.parameters().stream().filter(parameter -> List.of(places).contains(parameter.get("in").asText()))
        .map(parameter -> parameter.get("name").asText()).collect(toCollection(TreeSet::new));
  }

  private RouteDefinition route(String input) {
    return camel.getRouteDefinitions().stream().filter(route -> route.getInput().getUri().equals(input)).findFirst().orElseThrow();
  }

  private Set<String> reads(RouteDefinition route) {
    var read = new TreeSet<String>();
    for (var bean : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), BeanDefinition.class)) {
      if (String.valueOf(bean.getMethod()).contains("${headers}")) {
        if (bean.getMethod().startsWith("list")) {
          read.addAll(List.of("limit", "cursor"));
        }
        if (FILTERS.get(bean.getRef()) == TaskQueries.class) {
          read.add("sort");
        }
        Arrays.stream(filter(FILTERS.get(bean.getRef())).getRecordComponents()).map(RecordComponent::getName).forEach(read::add);
      }
      READ.matcher(String.valueOf(bean.getMethod())).results().map(match -> match.group(1)).forEach(read::add);
    }
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream().map(ToDefinition::getUri)
        .filter(uri -> uri.startsWith("direct:")).forEach(uri -> read.addAll(reads(route(uri))));
    return read;
  }

  private static Class<?> filter(Class<?> queries) {
    try {
      return Class.forName(queries.getName() + "$Filter");
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void every_refusal_is_a_problem_of_the_contract_with_its_status() throws Exception {
    var table = Class.forName("dev.caravan.config.rest.Problems").getDeclaredField("STATUS");
    table.setAccessible(true);
    var statuses = (Map<?, ?>) table.get(null);
    var declared = new HashSet<String>();
    for (var operation : contract.operations()) {
      operation.node().get("responses").fields().forEachRemaining(response -> {
        for (var code : texts(contract.resolve(response.getValue()).at("/content/application~1problem+json/schema/allOf/1/properties/type/enum"))) {
          var name = code.substring("/problems/".length());
          declared.add(name);
          if (!response.getKey().equals("default")) {
            var status = statuses.get(name);
            assertThat(response.getKey()).as(operation.id() + " " + name)
                .isEqualTo(status == null ? "400" : String.valueOf(((HttpStatus) status).value()));
          }
        }
      });
    }
    assertThat(declared).containsAll(statuses.keySet().stream().map(String::valueOf).toList()).containsAll(codesInSources());
  }

  private static Set<String> codesInSources() throws IOException {
    var codes = new TreeSet<String>();
    for (var sources : List.of("../model/src/main/java", "../config/src/main/java")) {
      try (var files = Files.walk(Path.of(sources))) {
        for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          CODE.matcher(Files.readString(file)).results().map(match -> match.group(1)).forEach(codes::add);
        }
      }
    }
    // The menu is not changed over HTTP.
    codes.removeAll(List.of("name-taken", "not-a-substitute"));
    return codes;
  }

  private void witness(HttpResponse<String> answer) {
    var path = answer.uri().getPath().substring("/api/v1".length());
    var operation = contract.operation(answer.request().method(), path).orElseThrow();
    faults.addAll(contract.faults(operation, answer));
    if (answer.statusCode() < 400) {
      answered.add(operation.id());
    }
  }

  @Test
  void every_answer_is_as_the_contract_says() {
    var shop = new Shop(port, this::witness);
    var campus = new Campus(shop);
    var parcels = new Parcels(shop);

    var brought = campus.ordersFromKitchen("card");
    var bought = campus.ordersFromStore();
    var closed = campus.ordersFromStore();
    var sent = Parcels.newId();
    parcels.starts(sent, 3600, "\"review\": true");
    var unwanted = parcels.starts("\"review\": true");
    var rejected = parcels.starts("\"review\": true");
    var kept = shop.orders(1, "card");
    house(shop);
    people(shop, campus, kept);
    tasks(shop);
    chat(shop);
    review(parcels, sent, unwanted, rejected);
    handOver(shop, kept);
    bring(campus, brought);
    buy(campus, bought, closed);
    shop.get("/shipments/" + parcels.ends(sent).get("id").asText());
    shop.get("/orders/" + sent + "/deadline");
    shop.get("/deadlines?customerId=" + parcels.customer);
    refusals(shop, campus, kept, sent);

    assertThat(faults).isEmpty();
    var all = contract.operations().stream().map(Contract.Operation::id).collect(toSet());
    all.removeAll(Set.of("take-stripe-event", "redrive-dead-letter", "dismiss-dead-letter", "open-web-socket", "stream-events"));
    assertThat(answered).containsExactlyInAnyOrderElementsOf(all);
  }

  private void house(Shop shop) {
    shop.get("/menu");
    shop.get("/menu/waffles");
    shop.get("/inventory");
    var shelf = shop.get("/inventory/blueberries").get("onHand").asLong() + shop.get("/inventory/blueberries").get("reserved").asLong();
    shop.send("PUT", "/api/v1/inventory/blueberries", "{\"counted\": " + shelf + "}");
    shop.post("/inventory/blueberries/restock", "{\"quantity\": 1}");
    shop.get("/operations/invariants");
    shop.get("/connections");
    shop.get("/subscriptions");
    shop.get("/dead-letters");
    shop.send("PUT", "/api/v1/review-policy", shop.get("/review-policy").toString());
  }

  private void people(Shop shop, Campus campus, String order) {
    var user = "/users/" + campus.runner;
    shop.get(user);
    shop.get("/users?role=RUNNER&limit=1");
    var visitor = "visitor-" + campus.customer;
    campus.registers(visitor, "CUSTOMER");
    campus.registers(visitor, "CUSTOMER");
    shop.post("/users/" + visitor + "/block", "{\"reason\": \"a test\"}");
    shop.post("/users/" + visitor + "/unblock", "");
    var timer = shop.post("/timers", "{\"kind\": \"TEA\", \"subject\": \"%s\", \"dueAt\": \"2026-12-24T17:00:00+01:00\"}".formatted(visitor));
    shop.get("/timers?limit=1");
    shop.get("/timers/" + timer.get("id").asText());
    shop.send("DELETE", "/api/v1/timers/" + timer.get("id").asText(), "");
    shop.post("/notifications/send", "{\"userId\": \"%s\", \"text\": \"Hello\"}".formatted(visitor), "Idempotency-Key", visitor);
    shop.get("/notifications?limit=1");
    shop.get("/notifications/user/" + visitor);
    var preferences = "/notifications/preferences/" + visitor;
    shop.get(preferences);
    shop.send("PUT", "/api/v1" + preferences, "{\"milestones\": [\"ORDER_READY\"]}");
    var webhook = "/webhooks/" + shop.post("/webhooks", "{\"url\": \"http://127.0.0.1:1/\", \"userId\": \"%s\"}".formatted(visitor)).get("id").asText();
    shop.get("/webhooks?limit=1");
    shop.get(webhook);
    shop.get(webhook + "/deliveries");
    shop.post(webhook + "/pause", "");
    shop.post(webhook + "/resume", "");
    shop.send("DELETE", "/api/v1" + webhook, "");
    shop.get("/orders?limit=1");
    shop.get("/live/orders/" + shop.becomes(order, "PREPARING").get("id").asText());
  }

  private void tasks(Shop shop) {
    var task = shop.post("/tasks", """
        {"title": "Water the plants", "description": "All of them", "tags": ["home"], "dueDate": "2030-01-31T08:00:00", "assignee": "ada",
         "assigneeRole": "STAFF", "zone": "Europe/Berlin", "recurrence": {"frequency": "monthly"}, "orderId": "o-1",
         "reminders": [{"before": "PT1H"}, {"at": "2030-01-30T08:00:00Z"}],
         "order": {"customerId": "ada", "items": [{"sku": "waffles", "quantity": 1}], "payment": {"method": "card"}}}""", "X-User-Id", "ada");
    var path = "/tasks/" + task.get("id").asText();
    shop.get(path);
    shop.send("GET", "/api/v1" + path, "", "If-None-Match", "\"" + task.get("version").asText() + "\"");
    shop.send("PUT", "/api/v1" + path, "{\"title\": \"Water\", \"dueDate\": \"2030-01-31\", \"recurrenceSchedule\": \"weekly\"}");
    shop.send("PATCH", "/api/v1" + path, "{\"priority\": \"HIGH\"}");
    shop.send("PATCH", "/api/v1" + path, "{\"priority\": \"LOW\"}", "If-Match", "\"99\"");
    shop.send("PATCH", "/api/v1" + path, "{\"priority\": 7}");
    shop.post(path + "/snooze", "{\"duration\": \"PT1H\"}");
    shop.post(path + "/complete", "", "X-User-Id", "ada");
    shop.post(path + "/reopen", "");
    shop.post(path + "/skip", "");
    shop.send("POST", "/api/v1" + path + "/complete", "");
    shop.send("DELETE", "/api/v1" + path, "");
    shop.post(path + "/restore", "");
    shop.post("/tasks/batch", "{\"operations\": [{\"op\": \"create\", \"task\": {\"title\": \"a\"}}, {\"op\": \"skip\", \"id\": \"%s\"}]}"
        .formatted(task.get("id").asText()));
    shop.get("/tasks?limit=2&sort=-priority&q=water");
    for (var format : List.of("text/calendar", "text/csv")) {
      var file = shop.send("GET", "/api/v1/tasks/export?q=water&sort=title", "", "Accept", format);
      shop.post("/tasks/import", file.body(), "Content-Type", format, "X-User-Id", "ada");
      shop.post("/tasks/import", file.body().replace("NORMAL", "7").replace("PRIORITY:5", "PRIORITY:high"), "Content-Type", format);
      shop.send("POST", "/api/v1/tasks/import", "{}", "Content-Type", format);
    }
    shop.send("GET", "/api/v1/tasks/export", "", "Accept", "image/png");
    shop.send("GET", "/api/v1/tasks/export?sort=colour", "");
    shop.send("GET", "/api/v1/tasks?sort=colour", "");
    var schedule = "/schedules/" + shop.get("/schedules?isActive=true&limit=1").get("schedules").get(0).get("id").asText();
    shop.get(schedule);
    shop.post(schedule + "/pause", "");
    shop.post(schedule + "/resume", "");
  }

  private void chat(Shop shop) {
    shop.post("/chat", "{\"message\": \"add Feed the cat\", \"zone\": \"Europe/Berlin\"}", "X-User-Id", "contract-cat");
    shop.post("/chat", "{\"message\": \"show my tasks\"}", "X-User-Id", "contract-cat");
    shop.post("/chat", "{\"message\": \"order two waffles\"}", "X-User-Id", "contract-cat");
    shop.post("/chat", "{\"message\": \"add %s\"}".formatted("x".repeat(201)), "X-User-Id", "contract-cat");
    shop.send("GET", "/api/v1/chat?limit=1", "", "X-User-Id", "contract-cat");
    shop.send("DELETE", "/api/v1/chat", "", "X-User-Id", "contract-cat");
    shop.send("POST", "/api/v1/chat", "{\"message\": \"help\"}");
  }

  private void review(Parcels parcels, String sent, String unwanted, String rejected) {
    parcels.start(sent);
    parcels.awaits(sent, "REVIEW");
    parcels.awaits(rejected, "REVIEW");
    parcels.shop.get("/reviews?status=PENDING&limit=1");
    parcels.shop.get("/orders/" + sent + "/review");
    parcels.readdresses(sent, Parcels.ELSEWHERE, "rita");
    parcels.approves(sent, "rita");
    parcels.rejects(rejected, "rita");
    parcels.cancels(unwanted, parcels.customer);
    parcels.ends(rejected);
  }

  private void handOver(Shop shop, String order) {
    shop.servesAndHandsOver(order);
    shop.history(order);
    var records = shop.get("/audit?orderId=" + order + "&eventType=order.received").get("records");
    shop.get("/audit/" + records.get(0).get("id").asText());
    shop.get("/audit-log?limit=1");
    shop.get("/audit/verification");
    var etag = "\"" + shop.get("/orders/" + order).get("version").asText() + "\"";
    shop.send("GET", "/api/v1/orders/" + order, "", "If-None-Match", etag);
    for (var format : List.of("application/json", "text/html", "application/pdf")) {
      shop.send("GET", "/api/v1/orders/" + order + "/receipt", "", "Accept", format);
    }
    shop.send("GET", "/api/v1/orders/" + order + "/receipt.html", "");
    shop.send("GET", "/api/v1/orders/" + order + "/receipt.pdf", "");
    var payments = shop.get("/payments?orderId=" + order).get("payments");
    shop.get("/payments/" + payments.get(0).get("id").asText());
    shop.get("/escrow?orderId=" + order);
    shop.get("/ledger?orderId=" + order);
    shop.post("/orders/" + order + "/refunds", "{\"amount\": 1, \"reason\": \"a test\"}", "Idempotency-Key", order);
  }

  private void bring(Campus campus, String order) {
    var shop = campus.shop;
    campus.accepts(order);
    shop.send("DELETE", "/api/v1/orders/" + order + "/acceptance?runnerId=" + campus.runner, "");
    campus.bringsFromKitchen(order);
    shop.post("/orders/" + order + "/rating", "{\"customerId\": \"%s\", \"stars\": 5}".formatted(campus.customer));
    shop.get("/users/" + campus.runner);
    shop.get("/orders/" + order + "/receipt");
  }

  private void buy(Campus campus, String bought, String closed) {
    campus.arrives(bought);
    campus.buys(bought, 5000, "USD");
    campus.awaits(bought, "APPROVE");
    campus.answers(bought, false);
    campus.shop.becomes(bought, "CANCELLED");
    campus.arrives(closed);
    campus.meets(closed, "STORE_CLOSED");
    campus.shop.get("/orders/" + campus.shop.becomes(closed, "CANCELLED").get("id").asText());
  }

  /** One refusal at least of each status. */
  private void refusals(Shop shop, Campus campus, String order, String sent) {
    var nowhere = "/api/v1/orders/nowhere";
    shop.send("GET", nowhere, "");
    shop.send("POST", "/api/v1/orders", "{}");
    shop.send("POST", "/api/v1/orders", "{}", "Content-Type", "text/plain");
    shop.send("POST", "/api/v1/orders", "[", "Sec-Fetch-Site", "cross-site");
    shop.send("POST", "/api/v1/orders", " ".repeat(300_000));
    shop.send("POST", "/api/v1/orders", """
        {"customerId": "nobody", "items": [{"sku": "waffles", "quantity": 1}], "payment": {"method": "card"},
         "fulfilment": {"type": "COURIER", "address": {"building": "Library"}}}""");
    shop.send("POST", "/api/v1/orders", """
        {"customerId": "ada", "items": [{"sku": "unicorn", "quantity": 1}], "payment": {"method": "card"}}""");
    shop.send("GET", "/api/v1/orders?limit=1000", "");
    shop.send("GET", "/api/v1/orders/" + order + "/receipt", "", "Accept", "image/png");
    shop.send("GET", "/api/v1/orders/" + order + "/deadline", "");
    campus.bids(order, campus.runner);
    shop.send("POST", "/api/v1/orders/" + order + "/refunds", "{\"amount\": 1000000, \"reason\": \"greed\"}", "Idempotency-Key", order + "-2");
    shop.send("POST", "/api/v1/orders/" + order + "/rating", "{\"customerId\": \"eve\", \"stars\": 5}");
    shop.send("POST", "/api/v1/orders/" + sent + "/signals/cancel", "{}");
    shop.send("POST", "/api/v1/users", "{\"id\": \"%s\", \"name\": \"Another\", \"roles\": [\"STAFF\"]}".formatted(campus.runner));
    shop.send("POST", "/api/v1/timers", "{\"kind\": \"DEADLINE\", \"subject\": \"x\", \"dueAt\": \"2026-12-24T17:00:00Z\"}");
    shop.send("POST", "/api/v1/webhooks/stripe", "{}");
    shop.send("POST", "/api/v1/dead-letters/nothing/redrive", "");
    shop.send("DELETE", "/api/v1/dead-letters/nothing", "");
    shop.send("GET", "/api/v1/ws", "");
    shop.send("GET", "/api/v1/events/stream?topics=gossip", "");
  }

  @Test
  void the_page_and_what_it_loads_is_ours() {
    var shop = new Shop(port);
    var page = shop.send("GET", "/docs", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    var loaded = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body()).results().map(match -> match.group(1)).toList();
    assertThat(loaded).hasSizeGreaterThan(4).allSatisfy(path -> {
      assertThat(path).startsWith("/");
      assertThat(shop.send("GET", path, "").statusCode()).as(path).isEqualTo(200);
    });
  }
}
