package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An object as it is typed. */
final class JsonObject implements ITypeConverter<JsonNode> {

  @Override
  public JsonNode convert(String text) {
    return Json.read(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is no JSON object"));
  }
}
