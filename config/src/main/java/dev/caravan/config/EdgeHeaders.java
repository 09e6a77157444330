package dev.caravan.config;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets through, at an edge of the application, the headers that are named and no others: what is not expected can do no
 * harm. Names are compared without regard to case, as Camel and HTTP compare them.
 *
 * @param in what a caller or a message may bring
 * @param out what an answer or a message may carry
 */
public record EdgeHeaders(Set<String> in, Set<String> out) implements HeaderFilterStrategy {

  public EdgeHeaders {
    in = withoutCase(in);
    out = withoutCase(out);
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !in.contains(name);
  }

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !out.contains(name);
  }

  private static Set<String> withoutCase(Set<String> names) {
    var sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    sorted.addAll(names);
    return Collections.unmodifiableSet(sorted);
  }
}
