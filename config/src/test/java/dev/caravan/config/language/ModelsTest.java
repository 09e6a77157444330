package dev.caravan.config.language;

import static com.github.tomakehurst.wiremock.client.WireMock.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.ModelDisabledException;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelsTest {

  private static final String PATH = "/v1/chat/completions";
  private static final String KEY = "sk-nobody-elses";
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final JsonSchema SCHEMA = JsonSchema.builder().name("order").rootElement(
      JsonObjectSchema.builder().addStringProperty("sku").required("sku").additionalProperties(false).build()).build();

  @RegisterExtension
  static final WireMockExtension endpoint =
      WireMockExtension.newInstance().options(WireMockConfiguration.wireMockConfig().dynamicPort()).build();

  private static final MeterRegistry metrics = new SimpleMeterRegistry();

  @AfterEach
  void every_call_is_timed_once() {
    assertThat(metrics.find("caravan.language.calls").timers().stream().mapToLong(Timer::count).sum())
        .isEqualTo(endpoint.getAllServeEvents().size());
    metrics.clear();
  }

  @Test
  void a_model_is_asked_by_its_name_with_the_key_for_an_answer_of_limited_length_and_of_the_shape_that_is_wanted() {
    answers("good morning");
    assertThat(asked(settings(true))).isEqualTo("good morning");
    endpoint.verify(1, postRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer " + KEY))
        .withRequestBody(matchingJsonPath("$.model", equalTo("small")))
        .withRequestBody(matchingJsonPath("$.max_tokens", equalTo(String.valueOf(Models.MAX_TOKENS))))
        .withRequestBody(matchingJsonPath("$.temperature", equalTo("0.0")))
        .withRequestBody(matchingJsonPath("$.response_format.json_schema.strict", equalTo("true")))
        .withRequestBody(matchingJsonPath("$.response_format.json_schema.schema.additionalProperties", equalTo("false"))));
  }

  @Test
  void an_endpoint_that_knows_no_schemas_is_given_none() {
    answers("good morning");
    assertThat(asked(settings(false))).isEqualTo("good morning");
    endpoint.verify(postRequestedFor(urlEqualTo(PATH)).withRequestBody(notMatching(".*response_format.*")));
  }

  @Test
  void an_answer_that_is_late_or_comes_in_drops_is_not_waited_for() {
    endpoint.stubFor(post(PATH).willReturn(okJson(completion("late")).withFixedDelay(5_000)));
    isTooLate();
    endpoint.stubFor(post(PATH).willReturn(okJson(completion("in drops".repeat(100))).withChunkedDribbleDelay(100, 10_000)));
    isTooLate();
  }

  private static void isTooLate() {
    var start = System.nanoTime();
    assertThatThrownBy(() -> asked(settings(true))).isInstanceOf(TimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(LIMIT, LIMIT.multipliedBy(6));
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "404", "429", "500", "503"})
  void a_refusal_is_taken_at_once_and_what_it_says_is_not_repeated(int status) {
    endpoint.stubFor(post(PATH).willReturn(aResponse().withStatus(status).withBody("{\"error\": {\"message\": \"bad key " + KEY + "\"}}")));
    assertThatThrownBy(() -> asked(settings(true))).hasMessageContaining(String.valueOf(status)).hasMessageNotContaining(KEY);
    endpoint.verify(1, postRequestedFor(urlEqualTo(PATH)));
  }

  @Test
  void an_answer_without_end_a_broken_one_and_one_that_is_none_are_errors() {
    answers("x".repeat(ModelHttpClient.MAX_ANSWER));
    assertThatThrownBy(() -> asked(settings(true))).hasStackTraceContaining("too long");
    endpoint.stubFor(post(PATH).willReturn(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
    assertThatThrownBy(() -> asked(settings(true))).isNotNull();
    endpoint.stubFor(post(PATH).willReturn(okJson("<html>")));
    assertThatThrownBy(() -> asked(settings(true))).isNotNull();
  }

  @Test
  void the_key_follows_no_redirect() {
    endpoint.stubFor(post(PATH).willReturn(temporaryRedirect("/elsewhere")));
    endpoint.stubFor(post("/elsewhere").willReturn(okJson(completion("thank you"))));
    assertThatThrownBy(() -> asked(settings(true))).hasMessageContaining("302");
    endpoint.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void without_a_model_there_is_nobody_to_ask() {
    try (var models = new Models(model("", "", ""), metrics)) {
      assertThatThrownBy(() -> models.model(SCHEMA).chat("good morning")).isInstanceOf(ModelDisabledException.class);
    }
  }

  @Test
  void settings_by_which_nobody_could_be_called_are_refused_without_showing_the_key() {
    assertThatThrownBy(() -> new Models(model("ftp://127.0.0.1", "small", ""), metrics)).hasMessageContaining("base-url");
    assertThatThrownBy(() -> new Models(model("http://127.0.0.1/v1", " ", ""), metrics)).hasMessageContaining("name");
    assertThatThrownBy(() -> new Models(model("http://127.0.0.1/v1", "small", "sk-\nX: y"), metrics)).hasMessageContaining("api-key").hasMessageNotContaining("sk-");
    assertThat(model("http://127.0.0.1/v1", "small", KEY).toString()).doesNotContain(KEY);
  }

  private static LanguageProperties.Model settings(boolean schema) {
    return new LanguageProperties.Model(endpoint.baseUrl() + "/v1", "small", KEY, LIMIT, schema, 2, Duration.ofSeconds(30));
  }

  private static LanguageProperties.Model model(String baseUrl, String name, String key) {
    return new LanguageProperties.Model(baseUrl, name, key, LIMIT, true, 2, Duration.ofSeconds(30));
  }

  private static String asked(LanguageProperties.Model settings) {
    try (var models = new Models(settings, metrics)) {
      return models.model(SCHEMA).chat("good morning");
    }
  }

  private static void answers(String text) {
    endpoint.stubFor(post(PATH).willReturn(okJson(completion(text))));
  }

  private static String completion(String text) {
    return """
        {"id": "1", "object": "chat.completion", "created": 1, "model": "small", "choices": [
          {"index": 0, "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}]}""".formatted(text);
  }
}
