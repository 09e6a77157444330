package dev.caravan.config.rest;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * Hands a caller's words to a bean as they are. What a parameter's expression comes to Camel reads as a parameter itself,
 * if it is a string: {@code 'x'} would lose its quotes, and {@code null} be nothing.
 */
@Component("literally")
public class Literally implements Processor {

  @Override
  public void process(Exchange exchange) {
    exchange.getMessage().getHeaders().replaceAll(
        (name, value) -> value instanceof String words ? new Literal(words) : value);
  }

  private record Literal(String words) {

    @Override
    public String toString() {
      return words;
    }
  }
}
