package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class OperationsTest {

  private static final String LETTER = """
      {"id": "d-1", "address": "payments.hold", "orderId": "o-1", "diedAt": "2026-11-21T02:08:08Z"}""";

  private final StubServer server = new StubServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_server_that_can_serve_is_up() {
    server.answers("GET /health", "{\"status\": \"UP\"}").answers("GET /health/ready", "{\"status\": \"UP\"}");

    assertThat(Run.of(server, "status").exitCode()).isZero();
    var json = Json.read(Run.of(server, "status", "--output", "json").out()).orElseThrow();
    assertThat(json.path("live").asText()).isEqualTo("UP");
  }

  @Test
  void a_server_that_cannot_serve_is_told_so() {
    server.answers("GET /health", "{\"status\": \"UP\"}").answers("GET /health/ready", 503, "{\"status\": \"DOWN\"}");

    var run = Run.of(server, "status");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("UP", "DOWN");
  }

  @Test
  void what_holds_is_well() {
    server.answers("GET /api/v1/operations/invariants", "{\"holds\": true, \"rules\": 15, \"violations\": []}");

    assertThat(Run.of(server, "check")).isEqualTo(new Run(0, "15 rules hold." + System.lineSeparator(), ""));
  }

  @Test
  void what_does_not_hold_is_told_and_fails() {
    server.answers("GET /api/v1/operations/invariants", """
        {"holds": false, "rules": 15, "violations": [
          {"invariant": "I6", "rule": "only a live order has a reservation", "subject": "o-1"}]}""");

    var run = Run.of(server, "check");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("I6", "only a live order has a reservation", "o-1");
    assertThat(Run.of(server, "check", "--output", "json").exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dead-letters", "dead-letters list"})
  void dead_letters_are_listed(String command) {
    server.answers("GET /api/v1/dead-letters", "{\"deadLetters\": [" + LETTER + "]}");

    var run = Run.of(server, command.split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("d-1", "payments.hold", "o-1");
  }

  @Test
  void a_dead_letter_is_redriven() {
    server.answers("POST /api/v1/dead-letters/d-1/redrive", LETTER);

    assertThat(Run.of(server, "dead-letters", "redrive", "d-1").exitCode()).isZero();
    assertThat(server.requestLines()).containsExactly("POST /api/v1/dead-letters/d-1/redrive");
  }

  @Test
  void a_dead_letter_is_dismissed() {
    server.answers("DELETE /api/v1/dead-letters/d-1", LETTER);

    assertThat(Run.of(server, "dead-letters", "dismiss", "d-1").exitCode()).isZero();
    assertThat(server.requestLines()).containsExactly("DELETE /api/v1/dead-letters/d-1");
  }

  @Test
  void an_audit_that_holds_tells_what_to_note() {
    server.answers("GET /api/v1/audit/verification", "{\"holds\": true, \"records\": 42, \"head\": \"ab12\"}");

    var run = Run.of(server, "audit", "verify");

    assertThat(run).isEqualTo(new Run(0, "42 records hold. Head: ab12" + System.lineSeparator(), ""));
  }

  @Test
  void an_audit_that_was_changed_fails_and_tells_where() {
    server.answers("GET /api/v1/audit/verification?head=ab12&records=42", """
        {"holds": false, "records": 16, "head": "cd", "firstBroken": {"number": 17, "reason": "is not what was recorded"}}""");

    var run = Run.of(server, "audit", "verify", "--head", "ab12", "--records", "42");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("17", "is not what was recorded");
    assertThat(Run.of(server, "audit", "verify", "--head", "ab12", "--records", "42", "--output", "json").exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      reviews                                 | /reviews?limit=20&status=PENDING | {"reviews":[{"orderId":"o-1","reasons":["big","new"]}]} | big, new
      reviews --status rejected --limit 5     | /reviews?limit=5&status=REJECTED | {"reviews":[{"orderId":"o-1","decidedBy":"grace"}]} | grace
      timers                                  | /timers?limit=20 | {"timers":[{"id":"t-1","kind":"DEADLINE"}]} | DEADLINE
      timers --subject o-1 --status pending   | /timers?limit=20&subject=o-1&status=PENDING | {"timers":[{"id":"t-1","subject":"o-1"}]} | o-1
      audit --task t-1 --type task.created    | /audit?limit=20&taskId=t-1&eventType=task.created | {"records":[{"number":7,"eventType":"task.created"}]} | task.created
      audit --order o-1 --actor ada --limit 5 | /audit?limit=5&orderId=o-1&actor=ada | {"records":[{"number":7,"subject":"o-1"}]} | o-1
      tasks                                   | /tasks?limit=20&sort=dueDate&status=live | {"tasks":[{"id":"t-1","title":"Call","assigneeRole":"STAFF","outcomes":["approve","reject"]}]} | approve, reject
      tasks --duty review --status completed  | /tasks?limit=20&sort=dueDate&status=COMPLETED&duty=REVIEW | {"tasks":[{"id":"t-1","title":"Call","assignee":"ada"}]} | ada
      users --role runner                     | /users?limit=20&role=RUNNER | {"users":[{"id":"ray","roles":["RUNNER"],"rating":{"average":4.50}}]} | 4.50
      inventory                               | /inventory | {"stock":[{"ingredient":"flour","onHand":12}]} | flour
      inventory flour                         | /inventory/flour | {"ingredient":"flour","onHand":12} | 12
      menu                                    | /menu | {"dishes":[{"sku":"waffles","price":{"amount":800,"currency":"USD"}}]} | 8.00 USD
      """)
  void what_is_there_is_listed(String command, String path, String answer, String shown) {
    server.answers("GET /api/v1" + path, answer);

    var run = Run.of(server, command.split(" +"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(shown);
    var json = Run.of(server, (command + " --output json").split(" +"));
    assertThat(Json.read(json.out())).isEqualTo(Json.read(answer));
  }

  @Test
  void a_task_is_written_and_done() {
    server.answers("POST /api/v1/tasks", 201, "{\"id\": \"t-1\", \"title\": \"Water\", \"status\": \"OPEN\"}");
    server.answers("POST /api/v1/tasks/t-1/complete", "{\"id\": \"t-1\", \"title\": \"Water\", \"status\": \"COMPLETED\"}");

    assertThat(Run.of(server, "tasks", "add", "Water", "--due", "2026-11-27", "--every", "weekly", "--remind", "PT1H", "--by", "ada").out())
        .contains("t-1", "OPEN");
    assertThat(Run.of(server, "tasks", "done", "t-1", "--outcome", "restock", "--quantity", "5").out()).contains("COMPLETED");

    assertThat(server.requests()).extracting(StubServer.Request::body).containsExactly(
        "{\"title\":\"Water\",\"dueDate\":\"2026-11-27\",\"recurrenceSchedule\":\"weekly\",\"reminders\":[{\"before\":\"PT1H\"}]}",
        "{\"outcome\":\"restock\",\"quantity\":5}");
  }

  @Test
  void somebody_is_registered() {
    server.answers("POST /api/v1/users", 201, "{\"id\": \"ray\", \"name\": \"Ray\", \"roles\": [\"CUSTOMER\", \"RUNNER\"]}");

    var run = Run.of(server, "register", "ray", "--name", "Ray", "--role", "runner", "--role", "customer");

    assertThat(run.out()).contains("ray", "CUSTOMER, RUNNER");
    assertThat(server.requests().get(0).body()).isEqualTo(
        "{\"id\":\"ray\",\"name\":\"Ray\",\"roles\":[\"RUNNER\",\"CUSTOMER\"]}");
  }

  @Test
  void a_delivery_of_an_ingredient_is_taken_in() {
    server.answers("POST /api/v1/inventory/flour/restock", "{\"ingredient\": \"flour\", \"onHand\": 512}");

    assertThat(Run.of(server, "restock", "flour", "500").out()).contains("512");
    assertThat(server.requests().get(0).body()).isEqualTo("{\"quantity\":500}");
  }

  @Test
  void something_else_on_the_port_is_not_caravan() {
    server.answers("GET /api/v1/orders/o-1", "<html>Welcome</html>");

    var run = Run.of(server, "show", "o-1");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).isEqualTo(
        "caravan: " + server.url() + " does not answer as Caravan does (HTTP 200)" + System.lineSeparator());
  }

  @Test
  void nobody_at_the_port_is_told_in_one_line() {
    server.close();

    var run = Run.of(server, "status");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("caravan: cannot reach " + server.url()).hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fly", "show", "show a/b", "show ..", "list --limit many", "show o-1 --output xml",
      "status --url ftp://here", "status --url here", "dead-letters redrive", "submit", "submit words --item waffles",
      "submit --item Waffles", "submit --item waffles:", "submit words --pickup --courier Library", "start",
      "start o-1 --address street", "update-address o-1", "accept o-1", "deliver o-1 asleep --runner ray", "answer o-1 maybe",
      "reject o-1 --by grace", "audit verify --records many", "rate o-1 5", "refund o-1 5.00 --reason cold", "completion fish"})
  void wrong_usage_asks_nobody(String command) {
    var run = Run.of(Ansi.OFF, command.isEmpty() ? new String[0] : command.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Usage: caravan");
  }
}
