package dev.caravan.deploy;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.config.embedded.CaravanProperties;
import dev.caravan.config.events.CloudEvents;
import dev.caravan.model.audit.Audit;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import jakarta.jms.ConnectionFactory;
import org.apache.camel.model.ModelCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

@EndToEnd
class AuditTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What whoever records holds. */
  private static final String LOCK = "select pg_advisory_lock(" + 0x6175646974L + ")";
  private static final String UNLOCK = "select pg_advisory_unlock(" + 0x6175646974L + ")";

  @Autowired JdbcTemplate database;
  @Autowired HikariDataSource connections;
  @Autowired TransactionTemplate transaction;
  @Autowired CaravanProperties properties;
  @Autowired EventLog events;
  @Autowired CloudEvents cloudEvents;
  @Autowired Audit audit;
  @Autowired ConnectionFactory broker;
  @Autowired ModelCamelContext camel;
  @Autowired Backstage backstage;

  private Shop shop;
  private String task;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    task = UUID.randomUUID().toString();
  }

  // Each fact once, none lost

  @Test
  void what_becomes_of_a_task_is_in_the_audit_in_order() {
    var told = List.of("task.created", "task.updated", "task.completed", "task.reopened", "task.deleted");
    told.forEach(this::tellsOfTask);
    transaction.executeWithoutResult(status -> events.record(
        "reminder.triggered", task, Map.of(
            "taskId", task, "reminderId", UUID.randomUUID().toString(), "title", "Tea", "remindAt", "2026-11-21T12:00:00Z", "users", List.of()), "tasks", null));

    var records = recordsOf("taskId=" + task, 6);
    assertThat(records).extracting(AuditTest::type).containsExactly(
        "task.created", "task.updated", "task.completed", "task.reopened", "task.deleted", "reminder.triggered");
    assertThat(records).allSatisfy(record -> {
      assertThat(record.get("taskId").asText()).isEqualTo(task);
      assertThat(record.get("subject").asText()).isEqualTo(task);
      assertThat(record.get("sourceService").asText()).isEqualTo("/caravan");
      assertThat(record.get("eventId")).isEqualTo(record.at("/payload/id"));
      assertThat(record.at("/payload/specversion").asText()).isEqualTo("1.0");
      assertThat(record.at("/payload/data/taskId").asText()).isEqualTo(task);
    });
    var first = records.get(0);
    assertThat(shop.get("/audit/" + first.get("id").asText())).isEqualTo(first);
    assertThat(first.at("/payload/data/task/title").asText()).isEqualTo("Tea");
  }

  @Test
  void the_whole_history_of_an_order_is_in_the_audit() {
    var id = shop.orders(1, "card");
    shop.servesAndHandsOver(id);
    var history = shop.history(id);
    assertThat(history).hasSizeGreaterThan(15);
    assertThat(recordsOf("orderId=" + id, history.size())).extracting(AuditTest::type)
        .containsAll(history).filteredOn(type -> !type.equals("timer.fired")).hasSameElementsAs(history);
  }

  @Test
  void every_fact_of_the_log_is_in_the_audit() {
    shop.send("PUT", "/api/v1/review-policy", shop.get("/review-policy").toString());
    shop.post("/inventory/blueberries/restock", "{\"quantity\": 1}");
    shop.post("/notifications/send", "{\"userId\": \"ada\", \"text\": \"Hello\"}");
    shop.orders(1, "card-declined");
    backstage.carriedOut();
    Awaitility.await("every fact to be recorded").atMost(PATIENCE).untilAsserted(() -> assertThat(database.queryForList(
        "select type from events.event e where not exists (select from audit.audit_record r where r.event_id = e.id)",
        String.class)).isEmpty());
  }

  @Test
  void every_topic_is_heard() throws IOException {
    Setting.assumeAllInOneProcess();
    var endpoints = new Properties();
    try (var file = getClass().getResourceAsStream("/endpoints.properties")) {
      endpoints.load(file);
    }
    var topics = endpoints.stringPropertyNames().stream().filter(name -> name.startsWith("topics."))
        .map(endpoints::getProperty).collect(toSet());
    var heard = camel.getRouteDefinitions().stream().filter(route -> "audit".equals(route.getGroup()))
        .map(route -> camel.resolvePropertyPlaceholders(route.getInput().getUri())).filter(uri -> uri.startsWith("broker:topic:"))
        .map(uri -> uri.replaceFirst("\\?.*", "")).collect(toSet());
    assertThat(heard).hasSizeGreaterThan(10).isEqualTo(topics);
  }

  @Test
  void what_is_repeated_is_recorded_once() {
    var fact = tellsOfTask("task.created");
    recordsOf("taskId=" + task, 1);
    for (var topic : List.of("task-events", "task-updates", "task-events", "order-events")) {
      tellAgain(topic, fact);
    }
    database.update("insert into events.outbox (seq) values (?)", fact.seq());
    tellsOfTask("task.deleted");
    assertThat(recordsOf("taskId=" + task, 2)).extracting(AuditTest::type).containsExactly("task.created", "task.deleted");
    backstage.carriedOut();
    assertThat(recordsOf("taskId=" + task, 2)).hasSize(2);
  }

  @Test
  void what_no_topic_told_is_found_in_the_log() {
    var lost = List.of(UUID.randomUUID(), UUID.randomUUID());
    transaction.executeWithoutResult(status -> lost.forEach(id -> database.update("""
        insert into events.event (id, type, subject, data, actor, occurred_at)
        values (?, 'task.created', ?, jsonb_build_object('taskId', ?::text), 'ada', now() - interval '2 minutes')""", id, task, task)));
    while (audit.recordMissing(1) > 0) {
      // One after the other.
    }
    assertThat(recordsOf("taskId=" + task, 2)).extracting(record -> UUID.fromString(record.get("eventId").asText()))
        .containsExactlyElementsOf(lost);
  }

  @Test
  void many_facts_at_once_are_one_chain_without_gaps() {
    var before = verification("").get("records").asLong();
    transaction.executeWithoutResult(status -> {
      for (int i = 0; i < 300; i++) {
        tellsOfTask("task.updated");
        events.record("stock.low", "flour", Map.of("ingredient", "flour"), "test", null);
      }
    });
    Awaitility.await("600 facts to be recorded").atMost(PATIENCE).until(() -> verification("").get("records").asLong() >= before + 600);
    assertThat(verification("").get("holds").asBoolean()).isTrue();
  }

  // Nobody changes it

  @ParameterizedTest
  @ValueSource(strings = {"update audit.audit_record set actor = 'nobody'", "delete from audit.audit_record",
      "truncate audit.audit_record", "drop table audit.audit_record", "drop schema audit cascade",
      "alter table audit.audit_record disable trigger all", "drop trigger audit_record_is_append_only on audit.audit_record",
      "create or replace function audit.refuse_change() returns trigger language plpgsql as 'begin return null; end'",
      "alter table audit.audit_record owner to caravan", "set role caravan_audit", "grant caravan_audit to caravan", "set session_replication_role = replica"})
  void the_application_may_not(String statement) {
    tellsOfTask("task.created");
    recordsOf("taskId=" + task, 1);
    assertThatThrownBy(() -> database.execute(statement)).isInstanceOf(DataAccessException.class).rootCause()
        .hasMessageMatching("(?s)ERROR: (permission denied|must be owner).*");
  }

  @Test
  void the_application_may_not_give_itself_rights() {
    database.execute("grant all on audit.audit_record to caravan");
    assertThat(Stream.of("INSERT", "SELECT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES", "MAINTAIN").filter(right ->
        database.queryForObject("select has_table_privilege('audit.audit_record', ?)", Boolean.class, right)))
        .containsExactly("INSERT", "SELECT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"update audit.audit_record set actor = 'nobody'", "delete from audit.audit_record", "truncate audit.audit_record"})
  void its_owner_may_not_by_mistake(String statement) {
    asSuperuser(superuser -> {
      superuser.execute("set role caravan_audit");
      assertThatThrownBy(() -> superuser.execute(statement)).rootCause().hasMessageContaining("what is in the audit is never changed");
    });
  }

  static Stream<Arguments> tampering() {
    return Stream.of(
        Arguments.of("a payload is changed", 3, "is not what was recorded",
            "update audit.audit_record set payload = jsonb_set(payload, '{data,taskId}', '\"another\"') where number = $3"),
        Arguments.of("an actor is changed", 2, "is not what was recorded",
            "update audit.audit_record set actor = 'nobody' where number = $2"),
        Arguments.of("a time is changed", 4, "is not what was recorded",
            "update audit.audit_record set occurred_at = occurred_at - interval '1 day' where number = $4"),
        Arguments.of("one in the middle is deleted", 3, "is missing",
            "delete from audit.audit_record where number = $3"),
        Arguments.of("the first is deleted", -1, "is missing",
            "delete from audit.audit_record where number = 1"),
        Arguments.of("one in the middle is deleted and the gap closed", 3, "does not follow the one before it", """
            delete from audit.audit_record where number = $3;
            update audit.audit_record set number = number + 1000000 where number > $3;
            update audit.audit_record set number = number - 1000001 where number > 1000000"""),
        Arguments.of("two are swapped", 2, "does not follow the one before it", """
            update audit.audit_record set number = 1000000 where number = $2;
            update audit.audit_record set number = $2 where number = $4;
            update audit.audit_record set number = $4 where number = 1000000"""),
        Arguments.of("one is put in between", 6, "does not follow the one before it", """
            insert into audit.audit_record
            select $6, gen_random_uuid(), gen_random_uuid(), event_type, task_id, order_id, subject, actor, payload, source_service,
                   seq, occurred_at, recorded_at, previous_hash, 'x' from audit.audit_record where number = $3"""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tampering")
  void tampering_is_found_at_the_first_record_that_is_not_as_it_was(String deed, int place, String reason, String sql) {
    tampering(first -> {
      var statements = sql;
      for (int i = 2; i <= 6; i++) {
        statements = statements.replace("$" + i, Long.toString(first + i - 1));
      }
      return statements;
    }, (first, noted, forger) -> {
      var found = verification("");
      assertThat(found.get("holds").asBoolean()).isFalse();
      var number = place < 0 ? 1 : first + place - 1;
      assertThat(found.get("records").asLong()).isEqualTo(number - 1);
      assertThat(found.at("/firstBroken/number").asLong()).isEqualTo(number);
      assertThat(found.at("/firstBroken/reason").asText()).isEqualTo(reason);
    });
  }

  @Test
  void an_end_that_was_cut_off_is_found_by_whoever_noted_the_head() {
    tampering(first -> "delete from audit.audit_record where number >= " + (first + 3), (first, noted, forger) -> {
      assertThat(verification("").get("holds").asBoolean()).as("nobody can know").isTrue();
      var found = verification(noted);
      assertThat(found.get("holds").asBoolean()).isFalse();
      assertThat(found.at("/firstBroken/number").asLong()).isEqualTo(first + 3);
      assertThat(found.at("/firstBroken/reason").asText()).isEqualTo("is missing");
    });
  }

  @Test
  void an_end_that_was_written_anew_is_found_by_whoever_noted_the_head() {
    tampering(first -> "delete from audit.audit_record where number >= " + (first + 3), (first, noted, forger) -> {
      forger.execute(UNLOCK);
      Stream.of("task.restored", "task.snoozed", "task.skipped").forEach(this::tellsOfTask);
      recordsOf("taskId=" + task, 6);
      forger.execute(LOCK);
      assertThat(verification("").get("holds").asBoolean()).as("nobody can know").isTrue();
      var found = verification(noted);
      assertThat(found.get("holds").asBoolean()).isFalse();
      assertThat(found.at("/firstBroken/number").asLong()).isEqualTo(first + 4);
      assertThat(found.at("/firstBroken/reason").asText()).isEqualTo("is not the one that was noted");
    });
  }

  @Test
  void a_head_that_was_noted_stays_in_the_chain() {
    tellsOfTask("task.created");
    recordsOf("taskId=" + task, 1);
    var then = verification("");
    tellsOfTask("task.deleted");
    recordsOf("taskId=" + task, 2);
    var now = verification("?head=" + then.get("head").asText() + "&records=" + then.get("records").asText());
    assertThat(now.get("holds").asBoolean()).isTrue();
    assertThat(now.get("records").asLong()).isGreaterThan(then.get("records").asLong());
    assertThat(verification("?records=0&head=" + "0".repeat(64)).get("holds").asBoolean()).isTrue();
  }

  // Asked for

  @ParameterizedTest
  @CsvSource({"taskId, eventType, task.updated", "task_id, event_type, task-updated", "taskId, event_type, task.updated"})
  void it_is_asked_for_by_task_and_type(String byTask, String byType, String type) {
    Stream.of("task.created", "task.updated", "task.completed", "task.updated").forEach(this::tellsOfTask);
    recordsOf("taskId=" + task, 4);
    assertThat(recordsOf(byTask + "=" + task + "&" + byType + "=" + type, 2)).extracting(AuditTest::type)
        .containsExactly("task.updated", "task.updated");
    assertThat(shop.get("/audit-log?" + byTask + "=" + task)).isEqualTo(shop.get("/audit?taskId=" + task));
  }

  @Test
  void it_is_asked_for_by_actor_and_time() {
    Stream.of("task.created", "task.updated", "task.completed").forEach(this::tellsOfTask);
    var records = recordsOf("taskId=" + task, 3);
    var second = records.get(1).get("occurredAt").asText();
    var third = records.get(2).get("occurredAt").asText();
    var actor = records.get(0).get("actor").asText();
    assertThat(recordsOf("actor=" + actor, 3)).isEqualTo(records);
    assertThat(recordsOf("actor=" + actor + "&from=" + second, 2)).extracting(AuditTest::type).containsExactly("task.updated", "task.completed");
    assertThat(recordsOf("actor=" + actor + "&from=" + second + "&to=" + third, 1)).extracting(AuditTest::type).containsExactly("task.updated");
    assertThat(shop.get("/audit?actor=nobody-" + task).get("records")).isEmpty();
  }

  @Test
  void page_after_page_nothing_is_left_out() {
    Stream.of("task.created", "task.updated", "task.completed", "task.reopened", "task.deleted").forEach(this::tellsOfTask);
    var all = recordsOf("taskId=" + task, 5);
    var read = new ArrayList<JsonNode>();
    var path = "/api/v1/audit?task_id=" + task + "&limit=2";
    while (path != null) {
      var answer = shop.send("GET", path, "");
      Shop.read(answer.body()).get("records").forEach(read::add);
      path = answer.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>'))).orElse(null);
    }
    assertThat(read).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({"/audit?limit=0, limit", "/audit?limit=101, limit", "/audit?limit=many, limit", "/audit?cursor=x, cursor",
      "/audit?cursor=MTIz, cursor", "/audit?from=yesterday, from", "/audit?to=2026-01-31, to", "/audit?eventType=Task, eventType",
      "/audit?event_type=created, eventType", "/audit-log?event_type=a%20b.c, eventType", "/audit/verification?records=1, head",
      "/audit/verification?head=00, records", "/audit/verification?records=-1&head=00, records",
      "/audit/verification?records=1&head=00, head"})
  void what_is_asked_wrongly_is_refused_by_its_name(String path, String field) {
    var answer = shop.send("GET", "/api/v1" + path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).as(answer.body()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "01a1fbcd-6ec4-7f55-8a55-6c0dbb0f7a52", "null", "0"})
  void a_record_that_is_not_there_is_not_found(String id) {
    assertThat(shop.send("GET", "/api/v1/audit/" + id, "").statusCode()).isEqualTo(404);
  }

  private Event tellsOfTask(String type) {
    return transaction.execute(status -> events.record(type, task, Map.of(
        "taskId", task, "changed", List.of(), "recurring", false, "task", Map.ofEntries(
            entry("id", task), entry("title", "Tea"), entry("status", "OPEN"), entry("priority", "NORMAL"), entry("tags", List.of()),
            entry("zone", "UTC"), entry("reminders", List.of()), entry("isRecurring", false), entry("version", 1),
            entry("createdAt", "2026-11-21T12:00:00Z"), entry("updatedAt", "2026-11-21T12:00:00Z"))), "ada-" + task, null));
  }

  private void tellAgain(String topic, Event fact) {
    Setting.assumeTopicsSpeakJms();
    var jms = new JmsTemplate(broker);
    jms.setPubSubDomain(true);
    jms.send(topic, session -> session.createTextMessage(cloudEvents.write(fact)));
  }

  private List<JsonNode> recordsOf(String query, int count) {
    return Awaitility.await(count + " records of " + query).atMost(PATIENCE).until(
        () -> StreamSupport.stream(shop.get("/audit?limit=100&" + query).get("records").spliterator(), false).toList(),
        found -> found.size() >= count);
  }

  private static String type(JsonNode record) {
    return record.get("eventType").asText();
  }

  private JsonNode verification(String query) {
    return shop.get("/audit/verification" + query);
  }

  private interface Look {
    void at(long first, String noted, JdbcTemplate forger);
  }

  /** Does to five records in a row, the last ones, what nobody may, looks, and puts everything back. */
  private void tampering(LongFunction<String> deed, Look look) {
    Stream.of("task.created", "task.updated", "task.completed", "task.reopened", "task.deleted").forEach(this::tellsOfTask);
    recordsOf("taskId=" + task, 5);
    // It would look into the table and then wait for whoever wants the table for itself.
    backstage.holdUp("sweep-facts");
    asSuperuser(superuser -> {
      // Nothing is recorded meanwhile.
      superuser.execute(LOCK);
      superuser.execute("set session_replication_role = replica");
      superuser.execute("create temporary table kept as table audit.audit_record");
      var last = superuser.queryForObject("select max(number) from audit.audit_record", Long.class);
      try {
        var noted = verification("");
        assertThat(noted.get("holds").asBoolean()).isTrue();
        for (var statement : deed.apply(last - 4).split(";")) {
          superuser.execute(statement);
        }
        look.at(last - 4, "?head=" + noted.get("head").asText() + "&records=" + noted.get("records").asText(), superuser);
      } finally {
        var meanwhile = superuser.queryForList("""
            select payload::text from audit.audit_record where event_id in (select id from events.event)
              and event_id not in (select event_id from kept) order by number""", String.class);
        superuser.execute("truncate audit.audit_record");
        superuser.execute("insert into audit.audit_record select * from kept");
        superuser.execute(UNLOCK);
        audit.record(meanwhile.stream().map(cloudEvents::read).toList());
        backstage.letGo("sweep-facts");
      }
    });
    assertThat(verification("").get("holds").asBoolean()).isTrue();
  }

  private void asSuperuser(Consumer<JdbcTemplate> deed) {
    var secrets = new Properties();
    try (var file = Files.newInputStream(properties.data().resolve("secrets.properties"))) {
      secrets.load(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    var connection = new SingleConnectionDataSource(
        connections.getJdbcUrl(), "postgres", secrets.getProperty("database.postgres"), true);
    try {
      deed.accept(new JdbcTemplate(connection));
    } finally {
      connection.destroy();
    }
  }
}
