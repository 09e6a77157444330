package dev.caravan.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ids as Caravan knows them; nothing in one has a meaning in a path. */
final class Id implements ITypeConverter<String> {

  private static final String FORM = "[A-Za-z0-9._-]{1,64}";

  @Override
  public String convert(String text) {
    if (!text.matches(FORM) || text.matches("\\.{1,2}")) {
      throw new TypeConversionException("'" + text + "' is no id");
    }
    return text;
  }
}
