package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;

class ChatTest {

  private static final String SAY = "POST /api/v1/chat";

  private final StubServer server = new StubServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void one_message_gets_one_answer() {
    server.answers(SAY, "{\"reply\": \"2 tasks:\\n- Sweep\\u001b[2J\\n- Wash\", \"actions\": []}");

    var run = Run.of(server, "chat", "what", "is", "due", "--by", "grace", "--zone", "Europe/Berlin");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).containsExactly("2 tasks:", "- Sweep\uFFFD[2J", "- Wash");
    var request = server.requests().get(0);
    assertThat(Json.read(request.body())).hasValue(Json.given("message", "what is due", "zone", "Europe/Berlin"));
    assertThat(request.user()).isEqualTo("grace");
  }

  @Test
  void a_message_whose_answer_gets_lost_is_said_again_under_the_same_key() {
    server.losesTheAnswer(SAY).answers(SAY, "{\"reply\": \"It is done.\", \"actions\": []}");

    assertThat(Run.of(server, "chat", "done with buy milk").out()).contains("It is done.");
    assertThat(server.requests()).hasSizeGreaterThan(1).extracting(StubServer.Request::key).containsOnly(server.requests().get(0).key());
  }

  @Test
  void what_the_server_said_is_printed_as_JSON() {
    server.answers(SAY, "{\"reply\": \"Done.\", \"actions\": [{\"action\": \"create\", \"state\": \"DONE\", \"taskId\": \"t-1\"}]}");

    var run = Run.of(server, "chat", "add buy milk", "--output", "json");

    assertThat(Json.read(run.out()).orElseThrow().at("/actions/0/taskId").asText()).isEqualTo("t-1");
  }

  @Test
  void a_conversation_goes_on_line_by_line_until_bye_whatever_is_refused() {
    server.refuses(SAY, 400, "invalid", "message must not be blank").answers(SAY, "{\"reply\": \"Hello.\", \"actions\": []}");
    var before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("one\n\ntwo\nbye\nthree\n".getBytes(Charset.defaultCharset())));
      var run = Run.of(server, "chat");
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("message must not be blank");
      assertThat(run.out().strip()).endsWith("Hello.");
      assertThat(server.requests()).hasSize(2);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void a_message_that_is_refused_is_an_error() {
    server.refuses(SAY, 400, "invalid", "zone must be a zone");

    assertThat(Run.of(server, "chat", "help", "--zone", "Mars").exitCode()).isEqualTo(1);
    assertThat(Run.of(server, "chat", "help", "--by", "a b").exitCode()).isEqualTo(2);
  }
}
