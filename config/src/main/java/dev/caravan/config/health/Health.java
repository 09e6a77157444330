package dev.caravan.config.health;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the process lives, and whether it can serve, for whoever may call the public port. */
@RestController
class Health {

  private static final String RUNNING = "RUNNING";
  private static final String STOPPED = "STOPPED";

  private final HealthEndpoint health;
  private final ObjectProvider<CamelContext> camel;

  Health(HealthEndpoint health, ObjectProvider<CamelContext> camel) {
    this.health = health;
    this.camel = camel;
  }

  /** @param services by route group, whether all of its routes run here */
  record Answer(String status, Map<String, String> services) {}

  @GetMapping("/health")
  ResponseEntity<Answer> live() {
    return answer("liveness");
  }

  @GetMapping("/health/ready")
  ResponseEntity<Answer> ready() {
    return answer("readiness");
  }

  private ResponseEntity<Answer> answer(String group) {
    var status = health.healthForPath(group).getStatus();
    return ResponseEntity.status(Status.UP.equals(status) ? 200 : 503).body(new Answer(status.getCode(), services()));
  }

  private Map<String, String> services() {
    var context = camel.getObject();
    return context.getRoutes().stream().filter(route -> route.getGroup() != null).collect(Collectors.toMap(
        Route::getGroup, route -> context.getRouteController().getRouteStatus(route.getRouteId()).isStarted() ? RUNNING : STOPPED,
        (one, other) -> one.equals(RUNNING) ? other : one, TreeMap::new));
  }
}
