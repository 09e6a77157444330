package dev.caravan.config.rest;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.caravan.model.Fields;
import dev.caravan.model.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Problem documents after RFC 9457; {@code type} is stable, {@code errors} names each field and what is wrong with it. */
public final class Problems {

  private static final Map<String, HttpStatus> STATUS = Map.ofEntries(
      entry("not-found", HttpStatus.NOT_FOUND),
      entry("not-acceptable", HttpStatus.NOT_ACCEPTABLE),
      entry("cross-site", HttpStatus.FORBIDDEN),
      entry("not-your-order", HttpStatus.FORBIDDEN),
      entry("not-ready", HttpStatus.CONFLICT),
      entry("not-available", HttpStatus.CONFLICT),
      entry("already-accepted", HttpStatus.CONFLICT),
      entry("already-rated", HttpStatus.CONFLICT),
      entry("precondition-failed", HttpStatus.PRECONDITION_FAILED),
      entry("closed", HttpStatus.CONFLICT),
      entry("duty", HttpStatus.CONFLICT),
      entry("not-recurring", HttpStatus.CONFLICT),
      entry("review-needed", HttpStatus.CONFLICT),
      entry("no-deadline", HttpStatus.CONFLICT),
      entry("out-of-order", HttpStatus.CONFLICT),
      entry("own-order", HttpStatus.CONFLICT),
      entry("user-blocked", HttpStatus.FORBIDDEN),
      entry("user-exists", HttpStatus.CONFLICT),
      entry("user-not-found", HttpStatus.UNPROCESSABLE_ENTITY),
      entry("runner-not-found", HttpStatus.UNPROCESSABLE_ENTITY),
      entry("too-late", HttpStatus.CONFLICT),
      entry("not-redrivable", HttpStatus.CONFLICT),
      entry("idempotency-key-in-flight", HttpStatus.CONFLICT),
      entry("idempotency-key-reused", HttpStatus.UNPROCESSABLE_ENTITY),
      entry("refund-too-high", HttpStatus.UNPROCESSABLE_ENTITY),
      entry("wrong-code", HttpStatus.UNPROCESSABLE_ENTITY),
      entry("too-many-attempts", HttpStatus.TOO_MANY_REQUESTS),
      entry("body-too-large", HttpStatus.PAYLOAD_TOO_LARGE),
      entry("unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE),
      entry("upgrade-required", HttpStatus.UPGRADE_REQUIRED),
      entry("unavailable", HttpStatus.SERVICE_UNAVAILABLE));

  /** When whoever was told {@code unavailable} may ask again. */
  public static final int RETRY_AFTER_SECONDS = 2;

  private static final String INVALID = "invalid";

  record FieldError(String field, String detail) {}

  private Problems() {}

  /** A refusal whose code has no status of its own is a bad request. */
  public static ProblemDetail of(Refusal refusal) {
    if (refusal.code().equals(INVALID) && refusal.field() != null) {
      return invalid(List.of(new FieldError(refusal.field(), refusal.detail())));
    }
    var status = STATUS.getOrDefault(refusal.code(), HttpStatus.BAD_REQUEST);
    return of(status, refusal.code(), refusal.detail(),
        refusal.field() == null ? List.of() : List.of(new FieldError(refusal.field(), refusal.detail())));
  }

  static ProblemDetail invalid(List<FieldError> errors) {
    return of(HttpStatus.BAD_REQUEST, INVALID, errors.stream()
        .map(error -> error.field() + " " + error.detail()).collect(Collectors.joining("; ")), errors);
  }

  /** What the web server or the framework refuses by itself. */
  static ProblemDetail of(HttpStatusCode refused) {
    var status = Optional.ofNullable(HttpStatus.resolve(refused.value())).orElse(HttpStatus.BAD_REQUEST);
    var code = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
    return of(status, code, switch (status) {
      case NOT_FOUND -> "There is nothing at this address.";
      case METHOD_NOT_ALLOWED -> "This address does not take this method.";
      default -> "This request cannot be answered.";
    }, List.of());
  }

  /** Says what is wrong with the JSON and where, without the names of our classes. */
  static ProblemDetail of(JsonProcessingException e) {
    var field = e instanceof JsonMappingException mapping ? Fields.path(mapping) : "";
    var location = e.getLocation();
    var place = location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    var cause = e.getCause() instanceof JsonProcessingException inner ? inner : e;
    var whole = field.isEmpty();
    var detail = whole && cause instanceof MismatchedInputException ? "must be one JSON object" : wrong(cause);
    return invalid(List.of(new FieldError(whole ? "body" : field, detail + place)));
  }

  private static String wrong(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException) {
      return "is not known here";
    }
    if (e instanceof StreamConstraintsException) {
      return "is too long or nested too deep";
    }
    if (e instanceof InputCoercionException) {
      return "is out of range";
    }
    return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
        ? "must be " + kind(mismatch.getTargetType()) : "is not well-formed JSON or says something twice";
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + Stream.of(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "a string";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return Number.class.isAssignableFrom(type) || type.isPrimitive() ? "a whole number" : "an object";
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
