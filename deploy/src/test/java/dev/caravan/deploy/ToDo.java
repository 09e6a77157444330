package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** People's tasks as they reach them: over HTTP. */
final class ToDo {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final Shop shop;
  /** A word that only the tasks of this test carry. */
  final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);

  ToDo(Shop shop) {
    this.shop = shop;
  }

  /** Writes a task and returns it. @param fields of JSON besides the tag */
  JsonNode writes(String fields) {
    return shop.post("/tasks", "{\"tags\": [\"%s\"], %s}".formatted(tag, fields), "X-User-Id", "ada");
  }

  JsonNode task(String id) {
    return shop.get("/tasks/" + id);
  }

  JsonNode patches(String id, String changes) {
    var answer = shop.send("PATCH", "/api/v1/tasks/" + id, changes);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Shop.read(answer.body());
  }

  JsonNode completes(String id) {
    return shop.post("/tasks/" + id + "/complete", "", "X-User-Id", "ada");
  }

  HttpResponse<String> tries(String method, String path, String body, String... headers) {
    return shop.send(method, "/api/v1/tasks" + path, body, headers);
  }

  /** The tasks of this test, earliest due first. */
  List<JsonNode> all() {
    return list("tag=" + tag + "&sort=dueDate&limit=100");
  }

  List<JsonNode> list(String query) {
    return StreamSupport.stream(shop.get("/tasks?" + query).get("tasks").spliterator(), false).toList();
  }

  List<JsonNode> awaits(String what, Predicate<List<JsonNode>> condition) {
    return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::all, condition);
  }

  JsonNode awaits(String id, String what, Predicate<JsonNode> condition) {
    return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> task(id), condition);
  }

  static String id(JsonNode task) {
    return task.get("id").asText();
  }

  static void isRefused(HttpResponse<String> answer, int status, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Shop.read(answer.body()).at("/errors/0/field").asText()).as(answer.body()).isEqualTo(field);
  }
}
