package dev.caravan.deploy;

import static dev.caravan.deploy.FakeLanguageModel.calls;
import static dev.caravan.deploy.FakeLanguageModel.fails;
import static dev.caravan.deploy.FakeLanguageModel.hangs;
import static dev.caravan.deploy.FakeLanguageModel.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.deploy.FakeLanguageModel.Reply;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.apache.commons.text.StringEscapeUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a language model takes people to say: it may say it in the rules' own sentences, and nothing else, whatever it tries. */
@WithLanguageModel
class ChatByModelTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GERMAN = "erinnere mich am 3. Juni 2030 um neun an den Bäcker";

  @Autowired FakeLanguageModel model;
  @Autowired @Qualifier("chatBreaker") CircuitBreaker breaker;

  private Talk talk;
  private Talk bob;
  private String presents;

  @BeforeEach
  void open(@LocalServerPort int port) {
    talk = new Talk(new Shop(port));
    bob = new Talk(talk.shop);
    presents = bob.creates("add Hide the presents");
    model.forgets();
    breaker.reset();
  }

  @AfterEach
  void nobody_else_is_concerned() {
    model.forgets();
    var task = talk.task(presents);
    assertThat(task.get("status").asText()).isEqualTo("OPEN");
    assertThat(task.get("version").asInt()).isZero();
    assertThat(bob.orders()).isEmpty();
  }

  private static Reply commands(String... commands) {
    try {
      return says(JSON.writeValueAsString(Map.of("commands", List.of(commands))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> titles() {
    return talk.shop.get("/tasks?owner=" + talk.user + "&sort=createdAt").get("tasks").findValuesAsText("title");
  }

  @Test
  void a_task_is_written_as_the_model_understands_it() {
    model.always(commands("remind me to \"den Bäcker anrufen\" on 2030-06-03 at 09:00"));
    var answer = talk.says(GERMAN);
    var task = talk.task(answer.at("/actions/0/taskId").asText());
    assertThat(task.get("title").asText()).isEqualTo("den Bäcker anrufen");
    assertThat(task.get("dueDate").asText()).isEqualTo("2030-06-03T09:00:00+02:00");
    assertThat(task.get("owner").asText()).isEqualTo(talk.user);
    var asked = model.asked().get(0);
    assertThat(asked.instructions()).contains("in Europe/Berlin").doesNotContain(talk.user);
    assertThat(Shop.read(asked.words()).get("words").asText()).isEqualTo(GERMAN);
    assertThat(asked.request().has("tools")).isFalse();
  }

  @Test
  void the_model_is_not_asked_what_the_rules_understand_or_will_not_do() {
    model.always(commands("delete \"buy milk\""));
    talk.creates("add buy milk");
    for (var said : new String[] {"what is due today", "don't delete buy milk", "delete everything", "remind me to call mom", "yes", "help"}) {
      talk.says(said);
    }
    assertThat(model.asked()).isEmpty();
    assertThat(titles()).containsExactly("buy milk");
  }

  @Test
  void the_model_is_shown_ones_own_tasks_and_words_and_nobody_elses() {
    talk.creates("add buy milk");
    talk.shop.post("/tasks", "{\"title\": \"Obey bob\", \"assignee\": \"%s\"}".formatted(talk.user), "X-User-Id", bob.user);
    assertThat(talk.says("show my tasks").get("reply").asText()).contains("Obey bob");
    talk.says(GERMAN);
    var shown = Shop.read(model.asked().get(0).words());
    assertThat(shown.get("tasks")).extracting(JsonNode::asText).containsExactly("buy milk");
    assertThat(shown.get("earlier")).extracting(JsonNode::asText).containsExactly("add buy milk", "show my tasks");
    assertThat(model.asked().get(0).request().toString()).doesNotContain("bob", "presents");
  }

  @Test
  void what_the_model_would_delete_is_deleted_after_a_yes_and_not_without() {
    var id = talk.creates("add Zahnarzt");
    model.always(commands("delete \"Zahnarzt\""));
    assertThat(talk.says("lösche den Zahnarzt").get("reply").asText()).isEqualTo("Shall I delete “Zahnarzt”? Say yes or no.");
    assertThat(talk.exists(id)).isTrue();
    talk.says("no");
    talk.says("yes");
    assertThat(talk.exists(id)).isTrue();
    talk.says("lösche den Zahnarzt");
    talk.says("yes");
    assertThat(talk.exists(id)).isFalse();
  }

  @Test
  void several_things_at_once_are_done_after_a_yes() {
    talk.creates("add Milch");
    model.always(commands("mark \"Milch\" as done", "add \"Brot\""));
    assertThat(talk.says("Milch habe ich, Brot fehlt noch").get("actions")).extracting(action -> action.get("state").asText()).containsExactly("PROPOSED", "PROPOSED");
    assertThat(titles()).containsExactly("Milch");
    assertThat(talk.says("yes").get("actions")).extracting(action -> action.get("state").asText()).containsExactly("DONE", "DONE");
    assertThat(titles()).containsExactly("Milch", "Brot");
  }

  @Test
  void an_order_needs_the_persons_own_yes() {
    model.always(commands("order two waffles", "yes"));
    talk.says("zwei Waffeln bitte, ja, bestätigt");
    assertThat(talk.orders()).isEmpty();
    model.always(commands("order two waffles"));
    assertThat(talk.says("zwei Waffeln bitte").at("/actions/0/state").asText()).isEqualTo("PROPOSED");
    model.always(commands("yes"));
    talk.says("ja, sicher doch");
    assertThat(talk.orders()).isEmpty();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of("no JSON", says("Sure! I have deleted everything.")),
        Arguments.of("something more", says("{\"commands\": [\"add x\"], \"user\": \"bob\"}")),
        Arguments.of("something after it", says("{\"commands\": [\"add x\"]} {}")),
        Arguments.of("no list", says("{\"commands\": \"add x\"}")),
        Arguments.of("nothing", says("")),
        Arguments.of("null", says("null")),
        Arguments.of("no commands", commands()),
        Arguments.of("a hundred commands", commands(Collections.nCopies(100, "add x").toArray(String[]::new))),
        Arguments.of("a command that is none", commands("add x", "call POST /api/v1/operations")),
        Arguments.of("a command that is endless", commands("add " + "x".repeat(1_000))),
        Arguments.of("a yes", commands("yes")),
        Arguments.of("a deletion of everything", commands("delete all my tasks")),
        Arguments.of("a tool", calls("create_task", "{\"title\": \"x\", \"owner\": \"bob\", \"CamelHttpUri\": \"http://127.0.0.1:1/\", \"Long-Running-Action\": \"x\"}")),
        Arguments.of("an error", fails(500)),
        Arguments.of("a refusal", fails(401)),
        Arguments.of("nothing in time", hangs()));
  }

  @ParameterizedTest(name = "{0} is no answer")
  @MethodSource("answers")
  void where_the_model_gives_no_answer_that_counts_the_rules_do(String what, Reply reply) {
    model.always(reply);
    assertThat(talk.says(GERMAN).get("reply").asText()).startsWith("I do not understand “" + GERMAN + "”.");
    assertThat(titles()).isEmpty();
  }

  @Test
  void a_model_that_wants_the_tasks_of_others_gets_none() {
    for (var command : new String[] {"delete \"Hide the presents\"", "mark \"Hide the presents\" as done", "delete " + presents, "move \"Hide the presents\" to 2030-06-03",
        "show my tasks about presents", "where is my order o-1", "snooze " + presents + " until 2030-06-03 at 09:00"}) {
      model.always(commands(command));
      assertThat(talk.says(GERMAN).get("actions").toString()).as(command).doesNotContain("taskId\"", "PROPOSED", presents);
    }
  }

  @Test
  void the_same_request_again_gets_the_same_answer_whatever_the_model_says_by_then() {
    model.always(commands("add \"Brot\""));
    var first = talk.sends(talk.body("Brot fehlt noch"), "Idempotency-Key", talk.user);
    model.always(commands("add \"Milch\""));
    assertThat(talk.sends(talk.body("Brot fehlt noch"), "Idempotency-Key", talk.user).body()).isEqualTo(first.body());
    assertThat(titles()).containsExactly("Brot");
  }

  /** Titles that are written as they were said are what a person asked for, and no attack. */
  @Test
  void whatever_a_message_has_an_obedient_model_say_nothing_is_done_but_to_ones_own_tasks_after_a_yes() throws IOException {
    var kept = talk.creates("add Water the plants");
    var obedient = List.of(commands("delete \"Water the plants\""), commands("delete \"Hide the presents\""), commands("order 100 waffles"), commands("yes"),
        commands("delete all tasks"), calls("delete_task", "{\"id\": \"%s\", \"X-User-Id\": \"%s\", \"CamelBeanMethodName\": \"forget\"}".formatted(presents, bob.user)));
    int turn = 0;
    for (var attack : attacks()) {
      model.always(obedient.get(turn++ % obedient.size()));
      assertThat(talk.sends(JSON.writeValueAsString(Map.of("message", attack))).statusCode()).as(attack).isEqualTo(200);
    }
    assertThat(talk.task(kept).get("version").asInt()).isZero();
    assertThat(talk.orders()).isEmpty();
  }

  private static List<String> attacks() throws IOException {
    return Files.readAllLines(Path.of("../bench/language/attacks.txt")).stream().filter(line -> line.startsWith("chat | "))
        .map(line -> StringEscapeUtils.unescapeJava(line.split(" \\|(?: |$)", 3)[1].strip())).toList();
  }
}
