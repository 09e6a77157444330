package dev.caravan.bench;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How often each of the application's routes has run, as Camel tells Prometheus. */
record Metrics(Map<String, Double> routes) {

  private static final Pattern EXCHANGES = Pattern.compile("camel_exchanges_total\\{.*routeId=\"([^\"]+)\".*} (\\S+)");

  static Metrics parse(String text) {
    return new Metrics(text.lines().map(EXCHANGES::matcher).filter(line -> line.matches())
        .collect(Collectors.toMap(line -> line.group(1), line -> Double.valueOf(line.group(2)), Double::sum)));
  }

  /** 0 for a route that is not there. */
  double exchanges(String route) {
    return routes.getOrDefault(route, 0.0);
  }
}
