package dev.caravan.config.language;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/** Who understands what people say, beside the rules. */
@ConfigurationProperties("caravan.language")
public record LanguageProperties(@DefaultValue Model model) {

  /**
   * A model behind an OpenAI-compatible endpoint.
   *
   * @param baseUrl up to and without {@code /chat/completions}; empty: there is no model
   * @param name as the endpoint knows it
   * @param apiKey empty where the endpoint wants none
   * @param timeout longest time for a whole call
   * @param schema whether the endpoint can be told by a JSON schema what an answer has to look like
   * @param atOnce how many calls are under way at a time, for each use of the model by itself
   * @param pause how long a model that keeps failing is left alone
   */
  public record Model(
      @DefaultValue("") String baseUrl,
      @DefaultValue("") String name,
      @DefaultValue("") String apiKey,
      @DefaultValue("4s") Duration timeout,
      @DefaultValue("true") boolean schema,
      @DefaultValue("2") int atOnce,
      @DefaultValue("30s") Duration pause) {

    public boolean isThere() {
      return !baseUrl.isEmpty();
    }

    @Override
    public String toString() {
      return "Model[baseUrl=" + baseUrl + ", name=" + name + ", timeout=" + timeout + ", schema=" + schema + ", atOnce=" + atOnce
          + ", pause=" + pause + "]";
    }
  }
}
