package dev.caravan.model;

import com.fasterxml.jackson.databind.JsonMappingException;

import java.util.stream.Collectors;

/** Fields by their path into a request, such as {@code items[0].sku}. */
public final class Fields {

  private Fields() {}

  /** Which field is to blame; empty if it is the whole. */
  public static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
        .collect(Collectors.joining()).replaceFirst("^\\.", "");
  }
}
