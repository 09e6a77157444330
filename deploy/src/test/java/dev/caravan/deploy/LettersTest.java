package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.events.EventLog;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reminders, and notifications that leave the house by e-mail. */
@EndToEnd
class LettersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Autowired PostOffice post;
  @Autowired EventLog events;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcTemplate database;
  @Autowired MovableClock clock;

  private Shop shop;
  private String user;
  private String address;

  @BeforeEach
  void open(@LocalServerPort int port) {
    shop = new Shop(port);
    user = "user-" + UUID.randomUUID();
    address = user + "@example.org";
  }

  @AfterEach
  void postIsOpen() {
    post.opens();
  }

  // Reminders

  @Test
  void a_reminder_on_its_topic_is_a_notification_that_is_sent_to_each_user_once() {
    var other = "user-" + UUID.randomUUID();
    var task = reminded("Water the plants", List.of(user, other, user), Map.of("dueDate", "2026-11-21"));
    for (var each : List.of(user, other)) {
      var told = toldTo(each, 1).get(0);
      assertThat(told.get("status").asText()).isEqualTo("SENT");
      assertThat(told.get("type").asText()).isEqualTo("REMINDER");
      assertThat(told.get("channel").asText()).isEqualTo("IN_APP");
      assertThat(told.get("taskId").asText()).isEqualTo(task);
      assertThat(told.get("text").asText()).isEqualTo("Reminder: Water the plants, due 2026-11-21");
      assertThat(told.has("sentAt")).isTrue();
    }
    database.update("insert into events.outbox (seq) select seq from events.event where subject = ? and type = 'reminder.triggered'", task);
    reminded("And the cat", List.of(user), Map.of());
    assertThat(toldTo(user, 2)).extracting(it -> it.get("text").asText())
        .containsExactly("Reminder: And the cat", "Reminder: Water the plants, due 2026-11-21");
    shop.invariantsHold();
  }

  @Test
  void notifications_of_a_task_are_found_by_either_name_and_at_the_address_of_the_source() {
    var task = reminded("Find me", List.of(user), Map.of("dueAt", "2026-11-21T18:00:00Z"));
    reminded("Not me", List.of(user), Map.of());
    toldTo(user, 2);
    for (var path : List.of("/api/v1/notifications?taskId=", "/api/v1/notifications?task_id=", "/api/notifications?task_id=",
        "/api/v1/notifications?status=SENT&user_id=" + user + "&task_id=")) {
      var found = Shop.read(shop.send("GET", path + task, "").body()).get("notifications");
      assertThat(found).extracting(it -> it.get("text").asText()).as(path).containsExactly("Reminder: Find me, due 2026-11-21T18:00:00Z");
    }
    assertThat(shop.get("/notifications?status=FAILED&task_id=" + task).get("notifications")).isEmpty();
  }

  @Test
  void who_does_not_want_reminders_gets_none_and_a_fact_without_users_reminds_nobody() {
    prefers("{\"milestones\": [\"ORDER_READY\"]}");
    var other = "user-" + UUID.randomUUID();
    var unheard = reminded("Silence", List.of(user), Map.of());
    reminded("Nobody", List.of(), Map.of());
    reminded("Heard", List.of(other), Map.of());
    toldTo(other, 1);
    assertThat(shop.get("/notifications?taskId=" + unheard).get("notifications")).isEmpty();
  }

  // Letters

  @Test
  void a_reminder_is_a_letter_to_who_wants_one() throws Exception {
    registers();
    prefers("{\"channels\": [\"IN_APP\", \"EMAIL\"]}");
    var task = reminded("Pay <b>rent</b> & \"bills\"\r\nBcc: eve@example.org", List.of(user), Map.of("orderId", "order-1"));
    var letter = letters(1).get(0);
    assertThat(letter.getSubject()).isEqualTo("Reminder: Pay <b>rent</b> & \"bills\" Bcc: eve@example.org");
    assertThat(letter.getHeader("Bcc")).isNull();
    assertThat(letter.getAllRecipients()).hasSize(1);
    assertThat(letter.getFrom()[0].toString()).isEqualTo("shop@example.org");
    assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(part(letter, "text/plain")).contains("Reminder: Pay <b>rent</b> & \"bills\"", "Order: order-1");
    assertThat(part(letter, "text/html")).contains("Pay &lt;b&gt;rent&lt;/b&gt; &amp; &quot;bills&quot;").doesNotContain("<b>");
    var told = becomes("EMAIL", "SENT");
    assertThat(letter.getMessageID()).isEqualTo("<" + told.get("id").asText() + "@caravan>");
    assertThat(told.get("taskId").asText()).isEqualTo(task);
    assertThat(told.has("dueAt")).isFalse();
    assertThat(facts("notification.sent")).isEqualTo(2);
    assertThat(eventData()).as("facts are public").doesNotContain(address);
  }

  @Test
  void a_message_by_email_is_pending_first_and_has_its_kind_as_subject() throws Exception {
    registers();
    var sent = sends("{\"user_id\": \"%s\", \"text\": \"Grüße & Küsse — 🥞\", \"type\": \"GOOD_NEWS\", \"channel\": \"EMAIL\"}");
    assertThat(sent.get("status").asText()).isEqualTo("PENDING");
    assertThat(sent.has("sentAt")).isFalse();
    var letter = letters(1).get(0);
    assertThat(letter.getSubject()).isEqualTo("Good news");
    assertThat(part(letter, "text/plain")).contains("Grüße & Küsse — 🥞");
    assertThat(becomes("EMAIL", "SENT").get("id")).isEqualTo(sent.get("id"));
  }

  @Test
  void while_the_post_is_closed_letters_wait_and_go_out_once() {
    registers();
    post.closes();
    sends("{\"userId\": \"%s\", \"text\": \"Late\", \"channel\": \"EMAIL\"}");
    Awaitility.await("an attempt").atMost(PATIENCE).until(() -> database.queryForObject(
        "select attempts from notifications.notification where user_id = ?", Integer.class, user) > 0);
    assertThat(of("EMAIL").get("status").asText()).isEqualTo("PENDING");
    post.opens();
    becomes("EMAIL", "SENT");
    assertThat(post.lettersTo(address)).hasSize(1);
    assertThat(facts("notification.sent")).isEqualTo(1);
  }

  @Test
  void a_letter_that_nobody_takes_has_failed_when_all_attempts_are_used_up() {
    registers();
    post.closes();
    sends("{\"userId\": \"%s\", \"text\": \"Never\", \"channel\": \"EMAIL\"}");
    assertThat(becomes("EMAIL", "FAILED").get("errorMessage").asText()).startsWith("the mail server cannot be asked");
    assertThat(database.queryForObject("select attempts from notifications.notification where user_id = ?", Integer.class, user)).isEqualTo(4);
    assertThat(facts("notification.failed")).isEqualTo(1);
    assertThat(facts("notification.sent")).isZero();
  }

  @Test
  void who_has_no_address_or_is_unknown_cannot_be_written_to() {
    sends("{\"userId\": \"%s\", \"text\": \"Hello?\", \"channel\": \"EMAIL\"}");
    assertThat(becomes("EMAIL", "FAILED").get("errorMessage").asText()).isEqualTo("no address");
  }

  @Test
  void a_letter_whose_bearer_was_lost_is_sent_by_somebody_else_under_the_same_id() throws Exception {
    registers();
    sends("{\"userId\": \"%s\", \"text\": \"Twice at most\", \"channel\": \"EMAIL\"}");
    becomes("EMAIL", "SENT");
    // As if the process had died after the mail server took it and before that was written down
    database.update("update notifications.notification set status = 'PENDING', sent_at = null, due_at = now() + interval '2 minutes' where user_id = ?", user);
    clock.pass(Duration.ofMinutes(2));
    var both = letters(2);
    assertThat(both.get(0).getMessageID()).isEqualTo(both.get(1).getMessageID());
    becomes("EMAIL", "SENT");
  }

  // Quiet hours

  @Test
  void in_quiet_hours_letters_wait_and_the_application_does_not() {
    registers();
    var zone = ZoneId.of("Asia/Tokyo");
    var now = LocalTime.ofInstant(clock.instant(), zone);
    prefers("{\"channels\": [\"IN_APP\", \"EMAIL\"], \"quietHours\": {\"from\": \"%s\", \"to\": \"%s\", \"zone\": \"Asia/Tokyo\"}}"
        .formatted(minutes(now.minusHours(1)), minutes(now.plusHours(2))));
    reminded("Sleep", List.of(user), Map.of());
    toldTo(user, 2);
    var end = Awaitility.await("the end of quiet hours").atMost(PATIENCE).until(
        () -> Instant.parse(of("EMAIL").get("dueAt").asText()), due -> due.isAfter(clock.instant().plus(Duration.ofHours(1))));
    assertThat(LocalTime.ofInstant(end, zone)).isEqualTo(LocalTime.parse(minutes(now.plusHours(2))));
    assertThat(of("EMAIL").get("status").asText()).isEqualTo("PENDING");
    assertThat(of("IN_APP").get("status").asText()).isEqualTo("SENT");
    assertThat(post.lettersTo(address)).isEmpty();
    clock.pass(Duration.between(clock.instant(), end));
    becomes("EMAIL", "SENT");
    assertThat(letters(1)).hasSize(1);
  }

  @Test
  void quiet_hours_are_kept_and_given_up() {
    var hours = "{\"from\": \"22:00\", \"to\": \"07:00\", \"zone\": \"America/New_York\"}";
    prefers("{\"quiet_hours\": " + hours + "}");
    assertThat(shop.get("/notifications/preferences/" + user).get("quietHours")).isEqualTo(Shop.read(hours));
    prefers("{}");
    assertThat(shop.get("/notifications/preferences/" + user).has("quietHours")).isFalse();
  }

  private static String minutes(LocalTime time) {
    return time.format(DateTimeFormatter.ofPattern("HH:mm"));
  }

  private void registers() {
    shop.post("/users", "{\"id\": \"%s\", \"name\": \"Ada\", \"email\": \"%s\", \"roles\": [\"CUSTOMER\"]}".formatted(user, address));
  }

  private void prefers(String preferences) {
    var answer = shop.send("PUT", "/api/v1/notifications/preferences/" + user, preferences);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode sends(String message) {
    return shop.post("/notifications/send", message.formatted(user));
  }

  /** The fact that users are to be reminded; returns the task's id. */
  private String reminded(String title, List<String> users, Map<String, Object> more) {
    var task = UUID.randomUUID().toString();
    var data = new HashMap<>(more);
    data.putAll(Map.of("taskId", task, "reminderId", UUID.randomUUID().toString(), "title", title,
        "remindAt", "2026-11-21T12:00:00Z", "users", users));
    transaction.executeWithoutResult(status -> events.record("reminder.triggered", task, data, "tasks", null));
    return task;
  }

  private List<JsonNode> toldTo(String userId, int count) {
    return Awaitility.await(count + " notifications of " + userId).atMost(PATIENCE).until(
        () -> StreamSupport.stream(shop.get("/notifications/user/" + userId).get("notifications").spliterator(), false).toList(),
        told -> told.size() >= count);
  }

  private JsonNode of(String channel) {
    return toldTo(user, 1).stream().filter(told -> told.get("channel").asText().equals(channel)).findFirst().orElseThrow();
  }

  private JsonNode becomes(String channel, String status) {
    return Awaitility.await(channel + " to be " + status).atMost(PATIENCE).until(() -> toldTo(user, 1).stream()
        .filter(told -> told.get("channel").asText().equals(channel)).findFirst().orElse(Shop.read("{\"status\": \"\"}")),
        told -> told.get("status").asText().equals(status));
  }

  private List<MimeMessage> letters(int count) {
    return Awaitility.await(count + " letters").atMost(PATIENCE).until(() -> post.lettersTo(address), letters -> letters.size() >= count);
  }

  private static String part(MimeMessage letter, String type) throws MessagingException, IOException {
    return part((Multipart) letter.getContent(), type);
  }

  private static String part(Multipart parts, String type) throws MessagingException, IOException {
    for (int i = 0; i < parts.getCount(); i++) {
      BodyPart part = parts.getBodyPart(i);
      if (part.getContent() instanceof Multipart inner) {
        return part(inner, type);
      }
      if (part.isMimeType(type)) {
        return (String) part.getContent();
      }
    }
    throw new AssertionError("no " + type);
  }

  private int facts(String type) {
    return database.queryForObject("""
        select count(*) from events.event where type = ?
          and data ->> 'notificationId' in (select id::text from notifications.notification where user_id = ?)""", Integer.class, type, user);
  }

  private String eventData() {
    return String.join("", database.queryForList("select data::text from events.event where type like 'notification.%'", String.class));
  }
}
