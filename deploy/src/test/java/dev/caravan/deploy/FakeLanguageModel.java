package dev.caravan.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * An OpenAI-compatible server in whose place no model could stand: it answers what a test wants. Until a test wants something, it
 * answers in plain words that it does not know.
 */
final class FakeLanguageModel implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  static final String KEY = "sk-fake-language-model";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Function<Asked, Reply> IGNORANT = asked -> says("I do not know.");

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Asked, Reply> mind = IGNORANT;
  private volatile CountDownLatch hanging = new CountDownLatch(1);

  FakeLanguageModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(Executors.newCachedThreadPool(run -> {
      var thread = new Thread(run, "fake language model");
      thread.setDaemon(true);
      return thread;
    }));
    server.start();
  }

  /** One request, as it came. */
  record Asked(JsonNode request, Map<String, List<String>> headers) {

    /** What the house says, before anybody else does. */
    String instructions() {
      return messages("system").get(0);
    }

    /** What was last said by somebody else. */
    String words() {
      var words = messages("user");
      return words.get(words.size() - 1);
    }

    /** What this role said, in order. @param role such as {@code tool} */
    List<String> messages(String role) {
      return StreamSupport.stream(request.get("messages").spliterator(), false)
          .filter(message -> message.get("role").asText().equals(role)).map(message -> message.get("content").asText()).toList();
    }
  }

  /** @param body null: no answer comes until the test is over */
  record Reply(int status, String body) {}

  /** The model's message. */
  static Reply says(String text) {
    return new Reply(200, completion(Map.of("role", "assistant", "content", text), "stop"));
  }

  /** The model wants a tool called. @param arguments JSON, or what it takes for it */
  static Reply calls(String tool, String arguments) {
    return new Reply(200, completion(Map.of("role", "assistant", "tool_calls", List.of(
        Map.of("id", "call-1", "type", "function", "function", Map.of("name", tool, "arguments", arguments)))), "tool_calls"));
  }

  static Reply fails(int status) {
    return new Reply(status, "{\"error\": {\"message\": \"a test wants it\"}}");
  }

  static Reply hangs() {
    return new Reply(200, null);
  }

  private static String completion(Map<String, ?> message, String finish) {
    try {
      return JSON.writeValueAsString(Map.of("id", "chatcmpl-1", "object", "chat.completion", "created", 1, "model", "fake",
          "choices", List.of(Map.of("index", 0, "message", message, "finish_reason", finish)),
          "usage", Map.of("prompt_tokens", 1, "completion_tokens", 1, "total_tokens", 2)));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** From now on it answers so. */
  void thinks(Function<Asked, Reply> how) {
    mind = how;
  }

  /** From now on it answers so, whatever it is asked. */
  void always(Reply reply) {
    mind = question -> reply;
  }

  /** It is as it was at first, and nobody waits for it any more. */
  void forgets() {
    mind = IGNORANT;
    hanging.countDown();
    hanging = new CountDownLatch(1);
    asked.clear();
  }

  /** What it was asked since it last forgot. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    TestPropertyValues.of(
        "caravan.language.model.base-url=http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
        "caravan.language.model.name=fake", "caravan.language.model.api-key=" + KEY).applyTo(application);
    application.getBeanFactory().registerSingleton("fakeLanguageModel", this);
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      var question = new Asked(JSON.readTree(call.getRequestBody()), Map.copyOf(call.getRequestHeaders()));
      var release = hanging;
      asked.add(question);
      var reply = mind.apply(question);
      if (reply.body() == null) {
        release.await();
        return;
      }
      var body = reply.body().getBytes(StandardCharsets.UTF_8);
      call.getResponseHeaders().set("Content-Type", "application/json");
      call.sendResponseHeaders(reply.status(), body.length);
      call.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
