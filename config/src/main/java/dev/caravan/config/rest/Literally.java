package dev.caravan.config.rest;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.commons.text.CaseUtils;
import org.springframework.stereotype.Component;

import java.util.List;

/**
 * Hands a caller's words to a bean as they are. What a parameter's expression comes to Camel reads as a parameter itself,
 * if it is a string: {@code 'x'} would lose its quotes, and {@code null} be nothing. A parameter in snake_case is known by its
 * name in camelCase.
 */
@Component("literally")
public class Literally implements Processor {

  @Override
  public void process(Exchange exchange) {
    var headers = exchange.getMessage().getHeaders();
    List.copyOf(headers.keySet()).stream().filter(name -> name.indexOf('_') > 0)
        .forEach(name -> headers.putIfAbsent(CaseUtils.toCamelCase(name, false, '_'), headers.remove(name)));
    headers.replaceAll(
        (name, value) -> value instanceof String words ? new Literal(words) : value);
  }

  private record Literal(String words) {

    @Override
    public String toString() {
      return words;
    }
  }
}
