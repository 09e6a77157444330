package dev.caravan.routes.menu;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The menu over HTTP. */
@Component
public class MenuApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/menu")
        .get().id("list-dishes-request").to("direct:list-dishes")
        .get("/{sku}").id("get-dish-request").to("direct:get-dish");

    from("direct:list-dishes").routeConfigurationId("api").routeId("list-dishes").group("menu")
        .bean("menu", "all()")
        .process("answer");

    from("direct:get-dish").routeConfigurationId("api").routeId("get-dish").group("menu")
        .bean("menu", "one(${header.sku})")
        .process("answer");
  }
}
