package dev.caravan.config.language;

import dev.caravan.model.language.Answer;
import dev.caravan.model.language.Prompt;
import dev.langchain4j.model.chat.ChatModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A model that is asked what orders in words say outside of any route, as those who want to know how good it is do. */
public final class AskedModel implements AutoCloseable {

  private final Models models;
  private final ChatModel model;

  /** @throws IllegalStateException for settings by which nobody could be called */
  public AskedModel(LanguageProperties.Model settings) {
    models = new Models(settings, new SimpleMeterRegistry());
    model = models.model(Schemas.ORDER);
  }

  public Answer ask(Prompt prompt) {
    try {
      return ModelCall.said(model.chat(ModelCall.messages(prompt)).aiMessage().text());
    } catch (RuntimeException e) {
      return new Answer.Silent(ModelCall.why(e));
    }
  }

  @Override
  public void close() {
    models.close();
  }
}
