package dev.caravan.config.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Created;
import dev.caravan.model.CreatedOnce;
import dev.caravan.model.Paged;
import dev.caravan.model.Precondition;
import dev.caravan.model.Refusal;
import dev.caravan.model.Versioned;
import dev.caravan.model.notifications.Sent;
import dev.caravan.model.orders.Accepted;
import dev.caravan.model.orders.Underway;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Turns an outcome into an HTTP answer: what was asked for as JSON, a refusal as a problem document. */
@Component("answer")
public class Answer implements Processor {

  private static final String JSON = "application/json";

  private final ObjectMapper json;

  public Answer(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void process(Exchange exchange) throws IOException {
    var answer = exchange.getMessage();
    var outcome = answer.getBody();
    if (outcome instanceof Refusal refusal) {
      write(answer, Problems.of(refusal));
    } else if (outcome instanceof Accepted accepted) {
      answer.setHeader("Location", "/api/v1/orders/" + accepted.orderId());
      write(answer, 202, JSON, accepted.json());
    } else if (outcome instanceof Underway underway) {
      answer.setHeader("Location", "/api/v1/orders/" + underway.order().id());
      write(answer, 202, JSON, json.writeValueAsString(underway.order()));
    } else if (outcome instanceof Sent sent) {
      write(answer, 201, JSON, sent.json());
    } else if (outcome instanceof Created created) {
      answer.setHeader("Location", "/api/v1/" + created.path());
      write(answer, 201, JSON, json.writeValueAsString(created.view()));
    } else if (outcome instanceof CreatedOnce created) {
      answer.setHeader("Location", "/api/v1/" + created.path());
      write(answer, 201, JSON, created.json());
    } else {
      if (outcome instanceof Versioned view) {
        var tag = Precondition.tag(view);
        answer.setHeader("ETag", tag);
        if (answer.getHeader("If-None-Match", "", String.class).contains(tag)) {
          answer.setHeader(Exchange.HTTP_RESPONSE_CODE, 304);
          answer.setBody(null);
          return;
        }
      } else if (outcome instanceof Paged page && page.next() != null) {
        answer.setHeader("Link", "<%s>; rel=\"next\"".formatted(nextPage(answer, page.next())));
      }
      write(answer, 200, JSON, json.writeValueAsString(outcome));
    }
  }

  void write(Message answer, ProblemDetail problem) throws IOException {
    write(answer, problem.getStatus(), "application/problem+json", json.writeValueAsString(problem));
  }

  private static void write(Message answer, int status, String type, String body) {
    answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    answer.setHeader(Exchange.CONTENT_TYPE, type);
    answer.setBody(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String nextPage(Message request, String cursor) {
    var query = new StringBuilder(request.getHeader(Exchange.HTTP_URI, String.class)).append("?cursor=").append(cursor);
    for (var name : new String[] {"status", "customerId", "runnerId", "fulfilment", "health", "from", "to", "q", "role", "subject", "orderId", "userId", "priority", "assignee", "assigneeRole", "owner", "tag", "scheduleId", "duty", "dueFrom", "dueTo", "deleted", "sort", "isActive", "taskId", "eventType", "actor", "limit"}) {
      var value = request.getHeader(name, String.class);
      if (value != null) {
        query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return query.toString();
  }
}
