package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/** JSON in and out, as trees: an {@code ObjectMapper} could read them too, for a sixth of the start-up time. */
final class Json {

  private static final JsonFactory FORMAT = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  /** An object of texts, name after name; what is null is left out. */
  static ObjectNode given(@Nullable String... namesAndTexts) {
    var object = object();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      if (namesAndTexts[i + 1] != null) {
        object.put(namesAndTexts[i], namesAndTexts[i + 1]);
      }
    }
    return object;
  }

  /** An object, or nothing if the text is not one. */
  static Optional<JsonNode> read(String text) {
    try (var parser = FORMAT.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      var object = value(parser);
      return parser.nextToken() == null ? Optional.of(object) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var object = NODES.objectNode();
        for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
          parser.nextToken();
          object.set(field, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        var array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.textNode(parser.getText());
    };
  }

  /** The same without what is null: to people that is as good as left out. */
  static JsonNode withoutNulls(JsonNode node) {
    if (node.isObject()) {
      var object = NODES.objectNode();
      node.properties().stream().filter(field -> !field.getValue().isNull())
          .forEach(field -> object.set(field.getKey(), withoutNulls(field.getValue())));
      return object;
    }
    if (node.isArray()) {
      var array = NODES.arrayNode();
      node.forEach(element -> array.add(withoutNulls(element)));
      return array;
    }
    return node;
  }

  static String write(JsonNode node) {
    return node.toPrettyString();
  }

  static String line(JsonNode node) {
    return node.toString();
  }
}
