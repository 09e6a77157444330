package dev.caravan.routes.inventory;

import dev.caravan.model.inventory.Count;
import dev.caravan.model.inventory.Quantity;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/** Stock over HTTP: looked up, counted, delivered. */
@Component
public class InventoryApi extends RouteBuilder {

  @Override
  public void configure() {
    rest("/inventory")
        .get().id("list-stock-request").to("direct:list-stock")
        .get("/{ingredient}").id("get-stock-request").to("direct:get-stock")
        .put("/{ingredient}").id("count-stock-request").to("direct:count-stock")
        .post("/{ingredient}/restock").id("restock-request").to("direct:restock-ingredient");

    from("direct:list-stock").routeConfigurationId("api").routeId("list-stock").group("inventory")
        .bean("inventory", "all()")
        .process("answer");

    from("direct:get-stock").routeConfigurationId("api").routeId("get-stock").group("inventory")
        .bean("inventory", "one(${header.ingredient})")
        .process("answer");

    from("direct:count-stock").routeConfigurationId("api").routeId("count-stock").group("inventory")
        .unmarshal().json(JsonLibrary.Jackson, Count.class)
        .to("{{validate}}")
        .bean("inventory", "count(${header.ingredient}, ${body}, 'staff')")
        .process("answer");

    from("direct:restock-ingredient").routeConfigurationId("api").routeId("restock-ingredient").group("inventory")
        .unmarshal().json(JsonLibrary.Jackson, Quantity.class)
        .to("{{validate}}")
        .bean("inventory", "restock(${header.ingredient}, ${body}, 'staff')")
        .process("answer");
  }
}
