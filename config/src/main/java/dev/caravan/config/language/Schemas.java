package dev.caravan.config.language;

import dev.caravan.model.menu.Size;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;

import java.util.stream.Stream;

/** The shapes that a model's answers have to have, as its endpoint is told them; how strictly they are read is what counts. */
final class Schemas {

  /** What an order in words says. */
  static final JsonSchema ORDER = schema("order", closed()
      .addProperty("lines", list(closed()
          .addStringProperty("sku")
          .addEnumProperty("size", Stream.of(Size.values()).map(Size::name).toList())
          .addIntegerProperty("quantity")
          .addProperty("with", texts()).addProperty("without", texts())
          .addIntegerProperty("confidence")
          .addStringProperty("evidence")
          .required("sku", "size", "quantity", "with", "without", "confidence", "evidence").build()))
      .addProperty("notUnderstood", texts())
      .required("lines", "notUnderstood"));

  /** What stands in for what is short. */
  static final JsonSchema ADVICE = schema("advice", closed()
      .addProperty("swaps", list(closed()
          .addIntegerProperty("line")
          .addStringProperty("sku")
          .addProperty("substitute", JsonAnyOfSchema.builder().anyOf(new JsonStringSchema(), new JsonNullSchema()).build())
          .required("line", "sku", "substitute").build()))
      .addStringProperty("sentence")
      .required("swaps", "sentence"));

  /** What somebody means, in sentences that the rules understand. */
  static final JsonSchema COMMANDS = schema("commands", closed().addProperty("commands", texts()).required("commands"));

  private Schemas() {}

  private static JsonSchema schema(String name, JsonObjectSchema.Builder root) {
    return JsonSchema.builder().name(name).rootElement(root.build()).build();
  }

  private static JsonObjectSchema.Builder closed() {
    return JsonObjectSchema.builder().additionalProperties(false);
  }

  private static JsonArraySchema texts() {
    return list(new JsonStringSchema());
  }

  private static JsonArraySchema list(JsonSchemaElement of) {
    return JsonArraySchema.builder().items(of).build();
  }
}
