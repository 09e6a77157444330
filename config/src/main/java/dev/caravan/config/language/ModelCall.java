package dev.caravan.config.language;

import dev.caravan.model.language.Answer;
import dev.caravan.model.language.Answer.Said;
import dev.caravan.model.language.Answer.Silent;
import dev.caravan.model.language.Answer.Why;
import dev.caravan.model.language.Prompt;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What stands around the call of a model in a route. */
@Configuration(proxyBeanMethods = false)
class ModelCall {

  /** A {@link Prompt} becomes messages. */
  @Bean
  Processor asMessages() {
    return exchange -> exchange.getMessage().setBody(messages(exchange.getMessage().getMandatoryBody(Prompt.class)));
  }

  /** What the model wrote becomes an {@link Answer}. */
  @Bean
  Processor said() {
    return exchange -> exchange.getMessage().setBody(said(exchange.getMessage().getBody(String.class)));
  }

  /** In the fallback of a circuit breaker: that there is none becomes an {@link Answer}. */
  @Bean
  Processor silent() {
    return exchange -> exchange.getMessage().setBody(new Silent(why(exchange)));
  }

  /** In a list to which Camel may add. */
  static List<ChatMessage> messages(Prompt prompt) {
    return new ArrayList<>(List.of(SystemMessage.from(prompt.instructions()), UserMessage.from(prompt.words())));
  }

  static Answer said(@Nullable String text) {
    return new Said(Objects.requireNonNullElse(text, ""));
  }

  static Why why(Throwable failure) {
    return ObjectHelper.getException(TimeoutException.class, failure) == null ? Why.ERROR : Why.TIMEOUT;
  }

  /** Camel keeps what a call failed with, but nothing where there was no call. */
  private static Why why(Exchange exchange) {
    var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (failure != null) {
      return why(failure);
    }
    return "CLOSED".equals(exchange.getProperty("CamelCircuitBreakerState")) ? Why.BUSY : Why.OUT_OF_ORDER;
  }
}
