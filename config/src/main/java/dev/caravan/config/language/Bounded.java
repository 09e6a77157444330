package dev.caravan.config.language;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/** A model that may call tools, but not for ever; Camel would go on as long as it asks for more. */
record Bounded(ChatModel model) implements ChatModel {

  /** How often it is called in one conversation. */
  static final int TURNS = 5;
  /** How many tools it may call at once. */
  private static final int CALLS = 20;

  /** @throws IllegalStateException where it goes too far */
  @Override
  public ChatResponse chat(ChatRequest request) {
    if (request.messages().stream().filter(AiMessage.class::isInstance).count() >= TURNS) {
      throw new IllegalStateException("the model does not come to an end");
    }
    var answer = model.chat(request);
    if (answer.aiMessage().hasToolExecutionRequests() && answer.aiMessage().toolExecutionRequests().size() > CALLS) {
      throw new IllegalStateException("the model calls too many tools at once");
    }
    return answer;
  }
}
