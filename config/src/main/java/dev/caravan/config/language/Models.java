package dev.caravan.config.language;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.DisabledChatModel;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Makes what routes call a model by. Without a model in the settings nothing is made, and a call would fail at once. */
final class Models implements AutoCloseable {

  /** Of an answer. */
  static final int MAX_TOKENS = 2_000;

  private final LanguageProperties.Model settings;
  private final @Nullable ModelHttpClient http;

  /** @throws IllegalStateException for settings by which nobody could be called */
  Models(LanguageProperties.Model settings, MeterRegistry metrics) {
    this.settings = settings;
    if (settings.isThere()) {
      require("base-url", settings.baseUrl().matches("https?://[!-~]+"), "an http or https URL");
      require("name", !settings.name().isBlank(), "the name of a model");
      // What is not plain ASCII would be quoted by whoever stumbles over it, in the log.
      require("api-key", settings.apiKey().matches("[!-~]*"), "one word of plain ASCII");
      http = new ModelHttpClient(settings.timeout(), metrics);
    } else {
      http = null;
    }
  }

  private static void require(String name, boolean isGiven, String what) {
    if (!isGiven) {
      throw new IllegalStateException("A language model was chosen: caravan.language.model." + name + " must be " + what);
    }
  }

  /** @param schema of the answers */
  ChatModel model(JsonSchema schema) {
    if (http == null) {
      return new DisabledChatModel();
    }
    var model = OpenAiChatModel.builder().httpClientBuilder(new Ready(http))
        .baseUrl(settings.baseUrl()).modelName(settings.name()).apiKey(settings.apiKey().isEmpty() ? null : settings.apiKey())
        .temperature(0.0).maxTokens(MAX_TOKENS)
        // Who asks has something else to go by, and no time.
        .maxRetries(0).logRequests(false).logResponses(false);
    if (settings.schema()) {
      model.strictJsonSchema(true)
          .responseFormat(ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build());
    }
    return model.build();
  }

  @Override
  public void close() {
    if (http != null) {
      http.close();
    }
  }

  /** All models share one client, which has its own limits. */
  private record Ready(HttpClient client) implements HttpClientBuilder {

    @Override
    public @Nullable Duration connectTimeout() {
      return null;
    }

    @Override
    public HttpClientBuilder connectTimeout(@Nullable Duration timeout) {
      return this;
    }

    @Override
    public @Nullable Duration readTimeout() {
      return null;
    }

    @Override
    public HttpClientBuilder readTimeout(@Nullable Duration timeout) {
      return this;
    }

    @Override
    public HttpClient build() {
      return client;
    }
  }
}
