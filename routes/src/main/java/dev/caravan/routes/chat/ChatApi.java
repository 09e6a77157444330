package dev.caravan.routes.chat;

import dev.caravan.model.chat.NewMessage;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Conversations over HTTP: said and answered, looked up, forgotten. */
@Component
public class ChatApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/chat")
        .post().id("answer-message-request").to("direct:answer-message")
        .get().id("list-turns-request").to("direct:list-turns")
        .delete().id("forget-turns-request").to("direct:forget-turns");

    from("direct:answer-message").routeConfigurationId("api").routeId("answer-message").group("chat")
        .unmarshal().json(JsonLibrary.Jackson, NewMessage.class)
        .to("{{validate}}")
        .setProperty("message", body())
        .bean("chat", "prompt(${body}, ${header.X-User-Id})")
        .filter(body().isNotNull()).to("direct:ask-model-what-is-meant").end()
        .bean("chat", "say(${exchangeProperty.message}, ${body}, ${header.Idempotency-Key}, ${header.X-User-Id})")
        .process("answer");

    from("direct:ask-model-what-is-meant").routeId("ask-model-what-is-meant").group("chat")
        .process("asMessages")
        .circuitBreaker().configuration("chatGuard")
          .to("{{chat.model}}")
          .process("said")
        .onFallback()
          .process("silent")
        .end();

    from("direct:list-turns").routeConfigurationId("api").routeId("list-turns").group("chat")
        .bean("chat", "list(${header.X-User-Id}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:forget-turns").routeConfigurationId("api").routeId("forget-turns").group("chat")
        .bean("chat", "forget(${header.X-User-Id})")
        .process("answer");
  }
}
