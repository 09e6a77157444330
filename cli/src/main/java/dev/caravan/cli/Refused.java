package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The server understood and said no. */
final class Refused extends RuntimeException {

  private final transient JsonNode problem;

  /** @param problem a problem document after RFC 9457 */
  Refused(JsonNode problem) {
    super(sentence(problem));
    this.problem = problem;
  }

  /** Where single inputs are to blame, they are named. */
  private static String sentence(JsonNode problem) {
    var errors = StreamSupport.stream(problem.path("errors").spliterator(), false)
        .map(error -> error.path("field").asText() + " " + error.path("detail").asText())
        .collect(Collectors.joining("; "));
    return errors.isEmpty() ? problem.path("detail").asText(problem.path("title").asText("refused")) : errors;
  }

  JsonNode problem() {
    return problem;
  }

  /** Whether the same request may be answered in a moment. */
  boolean passes() {
    return is("unavailable") || is("idempotency-key-in-flight");
  }

  /** Whether the request was right, but not at this moment. */
  boolean isOutOfTurn() {
    return problem.path("status").asInt() == 409 || passes();
  }

  boolean is(String code) {
    return problem.path("type").asText().equals("/problems/" + code);
  }
}
