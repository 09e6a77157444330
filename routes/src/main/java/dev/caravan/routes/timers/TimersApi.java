package dev.caravan.routes.timers;

import dev.caravan.model.timers.NewTimer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Timers over HTTP: looked up, started, stopped. */
@Component
public class TimersApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/timers")
        .get().id("list-timers-request").to("direct:list-timers")
        .post().id("start-timer-request").to("direct:start-timer")
        .get("/{id}").id("get-timer-request").to("direct:get-timer")
        .delete("/{id}").id("stop-timer-request").to("direct:stop-timer");

    from("direct:list-timers").routeConfigurationId("api").routeId("list-timers").group("timers")
        .bean("timers", "list(${header.subject}, ${header.status}, ${header.limit}, ${header.cursor})")
        .process("answer");

    from("direct:start-timer").routeConfigurationId("api").routeId("start-timer").group("timers")
        .unmarshal().json(JsonLibrary.Jackson, NewTimer.class)
        .to("{{validate}}")
        .bean("timers", "start(${body})")
        .process("answer");

    from("direct:get-timer").routeConfigurationId("api").routeId("get-timer").group("timers")
        .bean("timers", "one(${header.id})")
        .process("answer");

    from("direct:stop-timer").routeConfigurationId("api").routeId("stop-timer").group("timers")
        .bean("timers", "stop(${header.id})")
        .process("answer");
  }
}
