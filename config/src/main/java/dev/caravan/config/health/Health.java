package dev.caravan.config.health;

import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.Map;

/** Whether the process lives, and whether it can serve, for whoever may call the public port. */
@RestController
class Health {

  private final HealthEndpoint health;

  Health(HealthEndpoint health) {
    this.health = health;
  }

  @GetMapping("/health")
  ResponseEntity<Map<String, String>> live() {
    return answer("liveness");
  }

  @GetMapping("/health/ready")
  ResponseEntity<Map<String, String>> ready() {
    return answer("readiness");
  }

  private ResponseEntity<Map<String, String>> answer(String group) {
    var status = health.healthForPath(group).getStatus();
    return ResponseEntity.status(Status.UP.equals(status) ? 200 : 503).body(Map.of("status", status.getCode()));
  }
}
