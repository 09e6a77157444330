package dev.caravan.routes.inventory;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** What somebody was asked to bring is on the shelf. */
@Component
public class RestockIngredient extends RouteBuilder {

  @Override
  public void configure() {
    from("{{inventory.restock}}").routeId("restock-as-asked").group("inventory")
        .filter(header("seq").isNotNull()).bean("inventory", "decided(${header.seq})");
  }
}
