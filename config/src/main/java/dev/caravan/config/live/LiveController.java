package dev.caravan.config.live;

import dev.caravan.config.rest.Problems;
import dev.caravan.config.services.ConditionalOnService;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.live.Listener;
import dev.caravan.model.live.Listeners;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsUtils;

import java.io.IOException;
import java.util.Map;

/** Lets those in who want to listen; whoever has to stay outside is told why by a problem document. */
@RestController
@ConditionalOnService("api")
class LiveController {

  private static final String USER = "X-User-Id";
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Listeners listeners;
  private final Connections connections;
  private final EventStreams streams;

  LiveController(Listeners listeners, Connections connections, EventStreams streams) {
    this.listeners = listeners;
    this.connections = connections;
    this.streams = streams;
  }

  @GetMapping({"/ws", "/api/v1/ws"})
  @Nullable ResponseEntity<ProblemDetail> openWebSocket(
      @RequestParam Map<String, String> parameters, @RequestHeader(name = USER, required = false) @Nullable String user,
      HttpServletRequest request, HttpServletResponse response) throws IOException, DeploymentException {
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      response.setHeader(HttpHeaders.UPGRADE, "websocket");
      return refuse(Refusal.of("upgrade-required", "Upgrade", "This is a WebSocket."));
    }
    if (isOfOtherSite(request)) {
      return refuse(Refusal.of("cross-site", "Origin", "Only pages of Caravan itself may listen from a browser."));
    }
    var admitted = admit(parameters, user);
    if (!(admitted instanceof Listener listener)) {
      return refuse((Refusal) admitted);
    }
    connections.open(listener, request, response);
    return null;
  }

  @GetMapping("/api/v1/events/stream")
  @Nullable ResponseEntity<ProblemDetail> streamEvents(
      @RequestParam Map<String, String> parameters, @RequestHeader(name = USER, required = false) @Nullable String user,
      @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastHeard, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    // A browser that connects again repeats the address, so what it was last told counts more.
    var last = lastHeard == null ? either(parameters, "lastEventId", "last_event_id") : lastHeard;
    if (last != null && !(last.matches("[0-9]{1,18}") && streams.knows(Long.parseLong(last)))) {
      return refuse(Refusal.of("invalid", lastHeard == null ? "lastEventId" : LAST_EVENT_ID, "must be the id of an event"));
    }
    var admitted = admit(parameters, user);
    if (!(admitted instanceof Listener listener)) {
      return refuse((Refusal) admitted);
    }
    response.setContentType("text/event-stream;charset=UTF-8");
    if (!request.getMethod().equals("HEAD")) {
      streams.open(listener, last == null ? EventStream.NOW : Long.parseLong(last), request);
    }
    return null;
  }

  private Outcome admit(Map<String, String> parameters, @Nullable String user) {
    var named = either(parameters, "userId", "user_id");
    return connections.hasRoom() ? listeners.admit(named == null ? user : named, parameters.get("topics"))
        : Refusal.of("unavailable", "Nobody else can listen here right now.");
  }

  private static @Nullable String either(Map<String, String> parameters, String name, String otherName) {
    var value = parameters.get(name);
    return value == null ? parameters.get(otherName) : value;
  }

  private static boolean isOfOtherSite(HttpServletRequest request) {
    try {
      return CorsUtils.isCorsRequest(request);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static ResponseEntity<ProblemDetail> refuse(Refusal refusal) {
    var problem = Problems.of(refusal);
    var answer = ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
      answer.header(HttpHeaders.RETRY_AFTER, Integer.toString(Problems.RETRY_AFTER_SECONDS));
    }
    return answer.body(problem);
  }
}
