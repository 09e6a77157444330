package dev.caravan.config.language;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;

/** The shape that an answer to what somebody means has to have; the model's own strict reading of it is what counts. */
final class ChatSchema {

  static final JsonSchema COMMANDS = JsonSchema.builder().name("commands").rootElement(JsonObjectSchema.builder()
      .addProperty("commands", JsonArraySchema.builder().items(new JsonStringSchema()).build())
      .required("commands").additionalProperties(false).build()).build();

  private ChatSchema() {}
}
