package dev.caravan.config.language;

import dev.caravan.model.menu.Size;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;

import java.util.stream.Stream;

/** The shape that an answer to what an order in words says has to have; the model's own strict reading of it is what counts. */
final class AnalysisSchema {

  private static final JsonArraySchema TEXTS = JsonArraySchema.builder().items(new JsonStringSchema()).build();

  static final JsonSchema ORDER = JsonSchema.builder().name("order").rootElement(closed()
      .addProperty("lines", JsonArraySchema.builder().items(closed()
          .addStringProperty("sku")
          .addEnumProperty("size", Stream.of(Size.values()).map(Size::name).toList())
          .addIntegerProperty("quantity")
          .addProperty("with", TEXTS).addProperty("without", TEXTS)
          .addIntegerProperty("confidence")
          .addStringProperty("evidence")
          .required("sku", "size", "quantity", "with", "without", "confidence", "evidence").build()).build())
      .addProperty("notUnderstood", TEXTS)
      .required("lines", "notUnderstood").build()).build();

  private AnalysisSchema() {}

  private static JsonObjectSchema.Builder closed() {
    return JsonObjectSchema.builder().additionalProperties(false);
  }
}
