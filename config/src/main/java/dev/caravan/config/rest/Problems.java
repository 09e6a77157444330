package dev.caravan.config.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.caravan.model.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Problem documents after RFC 9457; {@code type} is stable, {@code errors} names each field and what is wrong with it. */
final class Problems {

  private static final Map<String, HttpStatus> STATUS = Map.of(
      "not-found", HttpStatus.NOT_FOUND,
      "not-ready", HttpStatus.CONFLICT,
      "too-late", HttpStatus.CONFLICT,
      "not-redrivable", HttpStatus.CONFLICT,
      "idempotency-key-in-flight", HttpStatus.CONFLICT,
      "idempotency-key-reused", HttpStatus.UNPROCESSABLE_ENTITY,
      "body-too-large", HttpStatus.PAYLOAD_TOO_LARGE,
      "unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE,
      "unavailable", HttpStatus.SERVICE_UNAVAILABLE);

  record FieldError(String field, String detail) {}

  private Problems() {}

  /** A refusal whose code has no status of its own is a bad request. */
  static ProblemDetail of(Refusal refusal) {
    var status = STATUS.getOrDefault(refusal.code(), HttpStatus.BAD_REQUEST);
    return of(status, refusal.code(), refusal.detail(),
        refusal.field() == null ? List.of() : List.of(new FieldError(refusal.field(), refusal.detail())));
  }

  static ProblemDetail invalid(List<FieldError> errors) {
    return of(HttpStatus.BAD_REQUEST, "invalid", errors.stream()
        .map(error -> error.field() + " " + error.detail()).collect(Collectors.joining("; ")), errors);
  }

  /** Says what is wrong with the JSON and where, without the names of our classes. */
  static ProblemDetail of(JsonProcessingException e) {
    var field = e instanceof JsonMappingException mapping ? path(mapping) : "";
    var detail = e instanceof JsonMappingException ? "cannot be understood here" : "is not well-formed JSON";
    var location = e.getLocation();
    var place = location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    return invalid(List.of(new FieldError(field.isEmpty() ? "body" : field, detail + place)));
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
        .collect(Collectors.joining()).replaceFirst("^\\.", "");
  }

  private static ProblemDetail of(HttpStatus status, String code, String detail, List<FieldError> errors) {
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create("/problems/" + code));
    problem.setTitle(status.getReasonPhrase());
    if (!errors.isEmpty()) {
      problem.setProperty("errors", errors);
    }
    return problem;
  }
}
