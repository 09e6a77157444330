package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.config.embedded.Operator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What an operator sees of the process and may do to it, and that nobody else does. */
@EndToEnd
class HawtioTest {

  @Autowired Operator operator;

  @LocalServerPort int port;
  @LocalManagementPort int management;

  private Shop shop;
  private Shop backstage;

  @BeforeEach
  void open() {
    shop = new Shop(port);
    backstage = new Shop(management);
  }

  // Who is let in

  @ParameterizedTest
  @ValueSource(strings = {"/actuator", "/actuator/jolokia", "/actuator/jolokia/version", "/actuator/hawtio", "/actuator/hawtio/",
      "/actuator/hawtio/index.html", "/actuator/hawtio/jolokia/version", "/actuator/hawtio/proxy/http/127.0.0.1/80/", "/actuator/env",
      "/actuator/healthy", "/", "/error"})
  void without_a_login_nobody_gets_anything(String path) {
    assertThat(backstage.send("GET", path, "").statusCode()).isEqualTo(401);
    var page = backstage.send("GET", path, "", "Accept", "text/html");
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(page.headers().firstValue("Location").orElseThrow()).endsWith("/login");
    assertThat(backstage.send("POST", path, "{}").statusCode()).isIn(401, 403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator//jolokia", "//actuator/jolokia", "/actuator/jolokia;a=b", "/%61ctuator/jolokia", "/actuator/./jolokia",
      "/actuator/health/../jolokia", "/actuator/health;/../jolokia", "/actuator/health/%2e%2e/jolokia/version"})
  void a_path_that_is_spelled_otherwise_leads_nowhere(String path) throws Exception {
    assertThat(Wire.send(management, "GET", path)).matches("(?s)HTTP/1.1 40[01] .*");
  }

  @Test
  void health_and_metrics_need_no_login() {
    for (var path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
      assertThat(backstage.send("GET", path, "").statusCode()).as(path).isEqualTo(200);
    }
    // Spring Boot exports no metrics in tests, but lets through to where they would be.
    assertThat(backstage.send("GET", "/actuator/prometheus", "").statusCode()).isIn(200, 404);
  }

  @Test
  void a_wrong_password_stays_out_and_the_right_one_comes_in() {
    assertThat(backstage.send("GET", "/actuator/hawtio/", "", as(operator.user(), "wrong")).statusCode()).isEqualTo(401);
    assertThat(backstage.send("GET", "/actuator/hawtio/", "", as("nobody", operator.password())).statusCode()).isEqualTo(401);
    var inside = backstage.send("GET", "/actuator/hawtio/", "", as(operator.user(), operator.password()));
    assertThat(inside.statusCode()).isEqualTo(200);
    assertThat(inside.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(inside.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("frame-ancestors 'none'");
  }

  @Test
  void the_public_port_knows_no_login() {
    var page = shop.send("GET", "/", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().map()).doesNotContainKeys("X-Frame-Options", "X-XSS-Protection", "Set-Cookie", "Pragma");
    for (var path : List.of("/login", "/actuator/health", "/actuator/hawtio/", "/actuator/jolokia")) {
      assertThat(shop.send("GET", path, "", "Accept", "text/html").statusCode()).as(path).isEqualTo(404);
    }
  }

  // What Jolokia does for the operator

  @Test
  void what_changes_something_has_to_come_from_hawtios_own_page() {
    var request = "{\"type\": \"version\"}";
    assertThat(backstage.send("POST", "/actuator/jolokia", request, as(operator.user(), operator.password())).statusCode()).isEqualTo(403);
    assertThat(ask(request).path("status").asInt()).isEqualTo(200);
    var byAddress = backstage.send(
        "GET", "/actuator/jolokia/read/java.lang:type=Runtime/Uptime", "", as(operator.user(), operator.password()));
    assertThat(Shop.read(byAddress.body()).path("status").asInt()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "org.apache.camel:context=*,type=context,*                  | sendStringBody(java.lang.String,java.lang.String)",
    "org.apache.camel:context=*,type=context,*                  | stop()",
    "org.apache.camel:context=*,type=routes,name=\"place-order\" | remove()",
    "java.util.logging:type=Logging                             | setLoggerLevel(java.lang.String,java.lang.String)",
    "com.sun.management:type=HotSpotDiagnostic                  | dumpHeap(java.lang.String,boolean)",
    "com.sun.management:type=DiagnosticCommand                  | vmVersion()",
    "org.apache.activemq.artemis:broker=\"caravan\"              | listAddresses(java.lang.String)"})
  void what_an_operator_does_not_need_is_refused(String bean, String operation) {
    assertThat(ask("""
        {"type": "exec", "mbean": "%s", "operation": "%s", "arguments": ["a", "b"]}"""
        .formatted(named(bean).replace("\"", "\\\""), operation)).path("status").asInt()).isIn(403, 404);
  }

  @Test
  void secrets_that_the_process_was_started_with_are_not_shown() {
    for (var attribute : List.of("SystemProperties", "InputArguments")) {
      assertThat(ask("{\"type\": \"read\", \"mbean\": \"java.lang:type=Runtime\", \"attribute\": \"%s\"}".formatted(attribute))
          .path("status").asInt()).isEqualTo(403);
    }
    var all = ask("{\"type\": \"read\", \"mbean\": \"java.lang:type=Runtime\"}").toString();
    assertThat(all).doesNotContain("user.home", "caravan.data");
  }

  private String named(String pattern) {
    var found = ask("{\"type\": \"search\", \"mbean\": \"%s\"}".formatted(pattern.replace("\"", "\\\""))).path("value");
    return found.isEmpty() ? pattern : found.get(0).asText();
  }

  private JsonNode ask(String request) {
    var login = as(operator.user(), operator.password());
    HttpResponse<String> answer = backstage.send("POST", "/actuator/jolokia", request, login[0], login[1],
        "Cookie", "XSRF-TOKEN=own", "X-XSRF-TOKEN", "own");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Shop.read(answer.body());
  }

  private static String[] as(String user, String password) {
    return new String[] {"Authorization",
        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))};
  }
}
