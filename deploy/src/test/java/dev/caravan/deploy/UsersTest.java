package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.Refusal;
import dev.caravan.model.users.Users;
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
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

@EndToEnd
class UsersTest {

  @Autowired Users users;
  @Autowired JdbcTemplate database;
  @Autowired TransactionTemplate transaction;

  @LocalServerPort int port;

  private Shop shop;
  private final String id = "ada-" + System.nanoTime();

  @BeforeEach
  void open() {
    shop = new Shop(port);
  }

  // Registered

  @Test
  void whoever_is_registered_can_be_looked_up() {
    var answer = register(id, "Ada", "ada@example.org", "CUSTOMER");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/users/" + id);
    var user = shop.get("/users/" + id);
    assertThat(user).isEqualTo(Shop.read(answer.body()));
    assertThat(user.get("name").asText()).isEqualTo("Ada");
    assertThat(user.get("email").asText()).isEqualTo("ada@example.org");
    assertThat(user.get("blocked").asBoolean()).isFalse();
    assertThat(user.has("createdAt")).isTrue();
    assertThat(user.has("rating")).as("rating of a customer").isFalse();
    assertThat(user.has("blockedReason")).isFalse();
  }

  @Test
  void whoever_brings_no_id_is_given_one() {
    var answer = shop.send("POST", "/api/v1/users", """
        {"name": "Zoë 🥞", "roles": ["OPERATOR", "RUNNER", "RUNNER", "CUSTOMER"]}""");
    assertThat(answer.statusCode()).isEqualTo(201);
    var given = Shop.read(answer.body()).get("id").asText();
    assertThat(given).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
    var user = shop.get("/users/" + given);
    assertThat(user.get("name").asText()).isEqualTo("Zoë 🥞");
    assertThat(user.get("roles")).extracting(JsonNode::asText).containsExactly("CUSTOMER", "RUNNER", "OPERATOR");
    assertThat(user.has("email")).isFalse();
    assertThat(user.get("rating").toString()).isEqualTo("{\"count\":0,\"sum\":0}");
  }

  @Test
  void the_same_registration_again_changes_nothing_and_another_is_refused() {
    var first = register(id, "Ada", "ada@example.org", "CUSTOMER", "STAFF");
    var again = register(id, "Ada", "ada@example.org", "STAFF", "CUSTOMER");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    for (var other : List.of(register(id, "Bob", "ada@example.org", "CUSTOMER", "STAFF"),
        register(id, "Ada", "bob@example.org", "CUSTOMER", "STAFF"), register(id, "Ada", "ada@example.org", "STAFF"))) {
      isRefused(other, 409, "user-exists", "id");
    }
    assertThat(shop.get("/users/" + id)).isEqualTo(Shop.read(first.body()));
    assertThat(facts()).containsExactly("user.registered");
  }

  @Test
  void fifty_who_register_one_id_at_once_are_one_user() throws Exception {
    var answers = atOnce(50, IntStream.range(0, 50).<Callable<HttpResponse<String>>>mapToObj(
        i -> () -> register(id, i % 2 == 0 ? "Ada" : "Bob", "ada@example.org", "CUSTOMER")).toList());
    var name = shop.get("/users/" + id).get("name").asText();
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(24)
        .allSatisfy(answer -> assertThat(Shop.read(answer.body()).get("name").asText()).isEqualTo(name));
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 409).hasSize(25);
    assertThat(facts()).containsExactly("user.registered");
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments("nothing", "", "body"),
        arguments("an unknown field", user("\"vip\": true"), "vip"),
        arguments("an empty id", user("\"id\": \"\""), "id"),
        arguments("the id null", user("\"id\": \"null\""), "id"),
        arguments("the id true", user("\"id\": \"true\""), "id"),
        arguments("the id false", user("\"id\": \"false\""), "id"),
        arguments("the id ..", user("\"id\": \"..\""), "id"),
        arguments("an expression for an id", user("\"id\": \"${bean:users}\""), "id"),
        arguments("an id and a new line", user("\"id\": \"null\\n\""), "id"),
        arguments("an id of 65 characters", user("\"id\": \"" + "a".repeat(65) + "\""), "id"),
        arguments("a number for an id", user("\"id\": 5"), "id"),
        arguments("no name", "{\"roles\": [\"STAFF\"]}", "name"),
        arguments("an empty name", named("\"\""), "name"),
        arguments("a blank name", named("\"  \""), "name"),
        arguments("a name of 101 characters", named("\"" + "a".repeat(101) + "\""), "name"),
        arguments("a name with NUL", named("\"a\\u0000\""), "name"),
        arguments("a name of two lines", named("\"a\\nb\""), "name"),
        arguments("half a character for a name", named("\"\\ud800\""), "name"),
        arguments("an address without a host", user("\"email\": \"ada\""), "email"),
        arguments("an empty address", user("\"email\": \"\""), "email"),
        arguments("an address with half a character", user("\"email\": \"\\ud800@example.org\""), "email"),
        arguments("an address with NUL", user("\"email\": \"a\\u0000@example.org\""), "email"),
        arguments("an address with a second line", user("\"email\": \"ada@example.org\\nBcc: bob@example.org\""), "email"),
        arguments("an address of 255 characters",
            user("\"email\": \"ada@" + "a.".repeat(124) + "org\""), "email"),
        arguments("no roles", "{\"name\": \"Ada\"}", "roles"),
        arguments("an empty list of roles", roles(""), "roles"),
        arguments("an unknown role", roles("\"CUSTOMER\", \"KING\""), "roles[1]"),
        arguments("an empty role", roles("\"\""), "roles[0]"),
        arguments("null for a role", roles("null"), "roles[0]"),
        arguments("a number for a role", roles("1"), "roles[0]"),
        arguments("a word for roles", "{\"name\": \"Ada\", \"roles\": \"STAFF\"}", "roles"));
  }

  @ParameterizedTest(name = "a user with {0} is refused because of {2}")
  @MethodSource("bodies")
  void a_user_that_cannot_be_meant_is_refused_by_the_name_of_the_field(String what, String body, String field) {
    var before = database.queryForObject("select count(*) from users.person", Long.class);
    isRefused(shop.send("POST", "/api/v1/users", body), 400, "invalid", field);
    assertThat(database.queryForObject("select count(*) from users.person", Long.class)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "null", "'x'", "$%7Bbean:users%7D", "a%20b"})
  void an_unknown_user_is_not_found(String unknown) {
    isRefused(shop.send("GET", "/api/v1/users/" + unknown, ""), 404, "not-found", null);
    isRefused(shop.send("POST", "/api/v1/users/" + unknown + "/block", "{\"reason\": \"x\"}"), 404, "not-found", null);
    isRefused(shop.send("POST", "/api/v1/users/" + unknown + "/unblock", ""), 404, "not-found", null);
  }

  // Blocked

  @Test
  void a_blocked_user_is_refused_until_unblocked() {
    register(id, "Ada", "ada@example.org", "CUSTOMER", "RUNNER");
    var blocked = shop.post("/users/" + id + "/block", "{\"reason\": \"never pays\"}");
    assertThat(blocked.get("blocked").asBoolean()).isTrue();
    assertThat(blocked.get("blockedReason").asText()).isEqualTo("never pays");
    assertThat(shop.get("/users/" + id)).isEqualTo(blocked);
    assertThat(users.refusalOfCustomer(id)).get().extracting(Refusal::code, Refusal::field).containsExactly("user-blocked", "customerId");
    assertThat(users.refusalOfBlocked(id)).get().extracting(Refusal::code, Refusal::field).containsExactly("user-blocked", "customerId");
    assertThat(users.refusalOfRunner(id)).get().extracting(Refusal::code, Refusal::field).containsExactly("user-blocked", "runnerId");

    assertThat(shop.post("/users/" + id + "/unblock", "").get("blocked").asBoolean()).isFalse();
    assertThat(shop.get("/users/" + id).has("blockedReason")).isFalse();
    assertThat(users.refusalOfCustomer(id)).isEmpty();
    assertThat(users.refusalOfBlocked(id)).isEmpty();
    assertThat(users.refusalOfRunner(id)).isEmpty();
  }

  @Test
  void only_what_changes_something_is_told() {
    register(id, "Ada", "ada@example.org", "CUSTOMER");
    shop.post("/users/" + id + "/unblock", "");
    shop.post("/users/" + id + "/block", "{\"reason\": \"never pays\"}");
    shop.post("/users/" + id + "/block", "{\"reason\": \"never pays\"}");
    shop.post("/users/" + id + "/unblock", "");
    shop.post("/users/" + id + "/unblock", "");
    assertThat(facts()).containsExactly("user.registered", "user.blocked", "user.unblocked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"reason\": \"\"}", "{\"reason\": \" \"}", "{\"reason\": \"a\\u0000\"}", "{\"reason\": 5}"})
  void nobody_is_blocked_without_a_reason(String body) {
    register(id, "Ada", "ada@example.org", "CUSTOMER");
    isRefused(shop.send("POST", "/api/v1/users/" + id + "/block", body), 400, "invalid", "reason");
    assertThat(shop.get("/users/" + id).get("blocked").asBoolean()).isFalse();
  }

  @Test
  void strangers_are_refused_only_where_an_account_is_needed() {
    register(id, "Ada", "ada@example.org", "STAFF");
    for (var stranger : List.of(id, "nobody-" + id, "null")) {
      assertThat(users.refusalOfCustomer(stranger)).get().extracting(Refusal::code, Refusal::field)
          .containsExactly("user-not-found", "customerId");
      assertThat(users.refusalOfRunner(stranger)).get().extracting(Refusal::code, Refusal::field)
          .containsExactly("runner-not-found", "runnerId");
      assertThat(users.refusalOfBlocked(stranger)).isEmpty();
    }
  }

  // Listed

  @Test
  void a_list_is_read_page_by_page_without_addresses() {
    var registered = IntStream.range(0, 7).mapToObj(i -> id + "." + i).toList();
    registered.forEach(each -> register(each, "Ada", "ada@example.org", "RUNNER"));
    register(id + ".x", "Bob", "bob@example.org", "STAFF");
    var listed = new ArrayList<String>();
    var next = "/api/v1/users?role=RUNNER&limit=3&cursor=" + id;
    while (listed.size() < registered.size()) {
      var answer = shop.send("GET", next, "");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("email", "@example.org");
      var page = Shop.read(answer.body());
      assertThat(page.get("users")).allSatisfy(user -> assertThat(user.get("roles").toString()).contains("\"RUNNER\""));
      page.get("users").forEach(user -> listed.add(user.get("id").asText()));
      next = answer.headers().firstValue("Link").orElse("").replaceFirst("<(.*)>; rel=\"next\"", "$1");
      assertThat(next).isEqualTo(page.get("next").isNull() ? ""
          : "/api/v1/users?cursor=" + page.get("next").asText() + "&role=RUNNER&limit=3");
    }
    assertThat(listed).startsWith(registered.toArray(String[]::new));
  }

  @ParameterizedTest(name = "GET {0} is refused because of {1}")
  @CsvSource({"/users?limit=0, limit", "/users?limit=101, limit", "/users?limit=x, limit", "/users?role=KING, role",
      "/users?role=, role", "/users?role=null, role", "/users?cursor=, cursor", "/users?cursor=null, cursor",
      "/users?cursor=%27x%27, cursor", "/users?role=STAFF&role=STAFF, role"})
  void a_question_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(String path, String parameter) {
    isRefused(shop.send("GET", "/api/v1" + path, ""), 400, "invalid", parameter);
  }

  // Rated

  @Test
  void a_thousand_ratings_by_eight_at_once_all_count() throws Exception {
    register(id, "Ada", "ada@example.org", "RUNNER");
    var seed = System.nanoTime();
    var stars = new Random(seed).ints(1000, 1, 6).boxed().toList();
    atOnce(8, stars.stream().<Callable<Boolean>>map(each -> () -> {
      transaction.executeWithoutResult(status -> {
        // Whoever rates may have looked at the runner before.
        assertThat(users.refusalOfRunner(id)).isEmpty();
        users.rated(id, each);
      });
      return true;
    }).toList());
    var sum = stars.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
    var average = sum.divide(new BigDecimal(1000), 2, RoundingMode.HALF_UP);
    assertThat(shop.send("GET", "/api/v1/users/" + id, "").body()).as("seed " + seed)
        .contains("\"rating\":{\"average\":" + average + ",\"count\":1000,\"sum\":" + sum + "}");
  }

  @ParameterizedTest(name = "{0} make {1}")
  @CsvSource({"5, 5.00", "1 1 2, 1.33", "1 2 2, 1.67", "1 1 1 1 1 1 1 2, 1.13", "2 2 2 2 2 2 2 1, 1.88"})
  void an_average_is_rounded_half_up_to_two_decimals(String stars, String average) {
    register(id, "Ada", "ada@example.org", "RUNNER");
    transaction.executeWithoutResult(
        status -> Stream.of(stars.split(" ")).forEach(each -> users.rated(id, Integer.parseInt(each))));
    assertThat(shop.send("GET", "/api/v1/users/" + id, "").body()).contains("\"average\":" + average + ",");
  }

  @Test
  void a_rating_that_cannot_be_is_a_bug_of_whoever_calls() {
    register(id, "Ada", "ada@example.org", "CUSTOMER");
    assertThatThrownBy(() -> users.rated(id, 5)).as("without a transaction").isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> transaction.executeWithoutResult(status -> users.rated(id, 5)))
        .as("a customer").isInstanceOf(NoSuchElementException.class);
    for (int stars : new int[] {0, 6}) {
      assertThatThrownBy(() -> transaction.executeWithoutResult(status -> users.rated(id, stars)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private HttpResponse<String> register(String as, String name, String email, String... roles) {
    return shop.send("POST", "/api/v1/users", """
        {"id": "%s", "name": "%s", "email": "%s", "roles": ["%s"]}""".formatted(as, name, email, String.join("\", \"", roles)));
  }

  private List<String> facts() {
    return database.queryForList("select type from events.event where subject = ? order by seq", String.class, id);
  }

  private static <T> List<T> atOnce(int threads, List<Callable<T>> deeds) throws InterruptedException, ExecutionException {
    var people = Executors.newFixedThreadPool(threads);
    try {
      var results = new ArrayList<T>();
      for (Future<T> result : people.invokeAll(deeds)) {
        results.add(result.get());
      }
      return results;
    } finally {
      people.shutdownNow();
    }
  }

  private static void isRefused(HttpResponse<String> answer, int status, String code, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    var problem = Shop.read(answer.body());
    assertThat(problem.get("type").asText()).isEqualTo("/problems/" + code);
    assertThat(StreamSupport.stream(problem.path("errors").spliterator(), false).map(error -> error.get("field").asText()))
        .as(answer.body()).isEqualTo(field == null ? List.of() : List.of(field));
  }

  private static String user(String json) {
    return "{\"name\": \"Ada\", \"roles\": [\"CUSTOMER\"], " + json + "}";
  }

  private static String named(String json) {
    return "{\"roles\": [\"CUSTOMER\"], \"name\": " + json + "}";
  }

  private static String roles(String json) {
    return "{\"name\": \"Ada\", \"roles\": [" + json + "]}";
  }
}
