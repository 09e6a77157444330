package dev.caravan.routes.inventory;

import dev.caravan.model.menu.Dish;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.springframework.stereotype.Component;

/**
 * What a language model may ask the house about, and nothing comes of it. All that a model says arrives as headers, whatever it calls
 * them: the one that is meant passes, if it is a sku.
 */
@Component
public class InventoryTools extends RouteBuilder {

  @Override
  public void configure() {
    from("{{inventory.tools.stock}}").routeId("tell-stock").group("inventory")
        .removeHeaders("*", "ingredient").validate(header("ingredient").regex(Dish.SKU))
        .bean("inventory", "one(${header.ingredient})")
        .marshal().json(JsonLibrary.Jackson).convertBodyTo(String.class);

    from("{{inventory.tools.dish}}").routeId("tell-dish").group("inventory")
        .removeHeaders("*", "sku").validate(header("sku").regex(Dish.SKU))
        .bean("menu", "one(${header.sku})")
        .marshal().json(JsonLibrary.Jackson).convertBodyTo(String.class);

    from("{{inventory.tools.delivery}}").routeId("tell-delivery").group("inventory")
        .removeHeaders("*", "ingredient").validate(header("ingredient").regex(Dish.SKU))
        .bean("duties", "delivery(${header.ingredient})")
        .marshal().json(JsonLibrary.Jackson).convertBodyTo(String.class);
  }
}
