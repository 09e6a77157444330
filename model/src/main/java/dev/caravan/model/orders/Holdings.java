package dev.caravan.model.orders;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a set of holdings as words, such as {@code STOCK PAYMENT}. */
@Converter
public class Holdings implements AttributeConverter<Set<Holding>, String> {

  @Override
  public String convertToDatabaseColumn(Set<Holding> holdings) {
    return holdings.stream().map(Enum::name).collect(Collectors.joining(" "));
  }

  @Override
  public Set<Holding> convertToEntityAttribute(String words) {
    return Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty()).map(Holding::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Holding.class)));
  }
}
