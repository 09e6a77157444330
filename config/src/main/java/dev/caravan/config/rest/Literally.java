package dev.caravan.config.rest;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Hands a caller's words to a bean as they are. What a parameter's expression comes to Camel reads as a parameter itself,
 * if it is a string: {@code 'x'} would lose its quotes, and {@code null} be nothing. A parameter in snake_case is the one in
 * camelCase.
 */
@Component("literally")
public class Literally implements Processor {

  private static final Predicate<String> SNAKE_CASE = Pattern.compile("[a-z]+(?:_[a-z]+)+").asMatchPredicate();

  @Override
  public void process(Exchange exchange) {
    var headers = exchange.getMessage().getHeaders();
    headers.keySet().stream().filter(SNAKE_CASE).toList().forEach(name -> headers.putIfAbsent(camelCase(name), headers.get(name)));
    headers.replaceAll(
        (name, value) -> value instanceof String words ? new Literal(words) : value);
  }

  private static String camelCase(String name) {
    return Pattern.compile("_([a-z])").matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  private record Literal(String words) {

    @Override
    public String toString() {
      return words;
    }
  }
}
