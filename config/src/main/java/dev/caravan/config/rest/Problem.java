package dev.caravan.config.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caravan.config.rest.Problems.FieldError;
import dev.caravan.model.Refusal;
import jakarta.validation.ConstraintViolation;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.Processor;
import org.apache.camel.component.bean.validator.BeanValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Turns what went wrong with a request into a problem document. What the caller cannot help is logged and unavailable. */
@Component("problem")
public class Problem implements Processor {

  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
  private final Answer answer;

  public Problem(Answer answer) {
    this.answer = answer;
  }

  @Override
  public void process(Exchange exchange) throws IOException {
    var cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    var problem = of(cause, exchange.getProperty(Exchange.FAILURE_ENDPOINT, "", String.class));
    if (problem.getStatus() == 503) {
      LOG.error("cannot answer {}", exchange.getFromRouteId(), cause);
      exchange.getMessage().setHeader("Retry-After", Problems.RETRY_AFTER_SECONDS);
    }
    answer.write(exchange.getMessage(), problem);
  }

  private static ProblemDetail of(Throwable cause, String failedAt) {
    if (cause instanceof JsonProcessingException malformed) {
      return Problems.of(malformed);
    }
    if (cause instanceof NoTypeConversionAvailableException nothing && nothing.getValue() == null
        || cause instanceof IllegalArgumentException && failedAt.startsWith("bean-validator:")) {
      return Problems.invalid(List.of(new FieldError("body", "must not be empty")));
    }
    if (cause instanceof BeanValidationException invalid) {
      return Problems.invalid(invalid.getConstraintViolations().stream()
          .map(violation -> new FieldError(field(violation), violation.getMessage()))
          .sorted(Comparator.comparing(FieldError::field)).toList());
    }
    return Problems.of(Refusal.of("unavailable", "This cannot be answered right now; nothing was changed."));
  }

  private static String field(ConstraintViolation<?> violation) {
    return violation.getPropertyPath().toString().replaceAll("<K>|\\.<[a-z ]+>", "");
  }
}
