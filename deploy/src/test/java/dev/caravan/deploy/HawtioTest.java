package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.caravan.config.embedded.Operator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.File;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an operator sees of the process and may do to it, and that nobody else does. */
@EndToEnd
class HawtioTest {

  private static final double PATIENCE_MILLIS = Duration.ofMinutes(2).toMillis();
  private static final Locator.FilterOptions SOME = new Locator.FilterOptions().setHasText(Pattern.compile("^[1-9]"));

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
    for (var path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus")) {
      assertThat(backstage.send("GET", path, "").statusCode()).as(path).isEqualTo(200);
    }
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
    "org.apache.camel:context=*,type=tracer,name=BacklogTracer   | setTraceFilter(java.lang.String)",
    "java.util.logging:type=Logging                             | setLoggerLevel(java.lang.String,java.lang.String)",
    "com.sun.management:type=HotSpotDiagnostic                  | dumpHeap(java.lang.String,boolean)",
    "com.sun.management:type=DiagnosticCommand                  | vmVersion()",
    "org.apache.activemq.artemis:broker=\"caravan\"              | listAddresses(java.lang.String)"})
  void what_an_operator_does_not_need_is_refused(String bean, String operation) {
    assertThat(ask("""
        {"type": "exec", "mbean": "%s", "operation": "%s", "arguments": ["a", "b"]}"""
        .formatted(bean(bean).replace("\"", "\\\""), operation)).path("status").asInt()).isIn(403, 404);
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

  // What Hawtio shows

  @Test
  void what_the_page_asks_to_follow_a_message_is_answered() {
    var tracer = bean("org.apache.camel:context=*,type=tracer,name=BacklogTracer");
    trace(tracer, true);
    try {
      var orderId = shop.orders(1, "card");
      Awaitility.await("the order's steps").atMost(Duration.ofMinutes(1)).until(() -> ask("""
          {"type": "exec", "mbean": "%s", "operation": "dumpAllTracedMessagesAsXml()"}""".formatted(tracer))
          .path("value").asText(), steps -> steps.contains(orderId) && steps.contains("<routeId>place-order</routeId>"));
      shop.becomes(orderId, "PREPARING");
    } finally {
      trace(tracer, false);
    }
  }

  private void trace(String tracer, boolean enabled) {
    assertThat(ask("""
        {"type": "exec", "mbean": "%s", "operation": "setEnabled(boolean)", "arguments": [%s]}""".formatted(tracer, enabled))
        .path("status").asInt()).isEqualTo(200);
  }

  @Test
  void an_operator_sees_routes_and_counters_and_may_have_messages_traced() {
    var chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser").map(Path::of).filter(path -> path.toFile().exists()).findFirst();
    assumeTrue(chromium.isPresent(), "chromium is not installed");
    var node = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(path -> Path.of(path, "node"))
        .filter(path -> path.toFile().canExecute()).findFirst();
    assumeTrue(node.isPresent(), "node (Debian's nodejs) is not installed");
    shop.becomes(shop.orders(1, "card"), "PREPARING");
    var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.get().toString());
    try (var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        var browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium.get())
            .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync")))) {
      look(browser.newPage(new Browser.NewPageOptions().setViewportSize(1760, 860)));
    }
  }

  private void look(Page page) {
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.navigate("http://127.0.0.1:" + management + "/actuator/hawtio/");
    page.waitForURL(Pattern.compile(".*/login"));
    logIn(page, "wrong");
    page.waitForURL(Pattern.compile(".*/login\\?error"));
    logIn(page, operator.password());
    page.waitForURL(Pattern.compile(".*/actuator/hawtio/.*"));

    page.navigate("http://127.0.0.1:" + management + "/actuator/hawtio/camel/routes");
    page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHas(named(page, "place-order")))
        .locator("[data-label=Completed]").filter(SOME).waitFor();

    var orders = page.locator("#camel-tree-view li[id$='-routes-orders-folder']").first();
    orders.locator("[class*=node-toggle]").first().dispatchEvent("click");
    orders.getByText("place-order", new Locator.GetByTextOptions().setExact(true)).first().dispatchEvent("click");
    named(page, "Route Diagram").dispatchEvent("click");
    page.locator(".react-flow__node .number").filter(SOME).first().waitFor();

    named(page, "Trace").dispatchEvent("click");
    named(page, "Start Tracing").waitFor();
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "hawtio.png")));
  }

  private static Locator named(Page page, String text) {
    return page.getByText(text, new Page.GetByTextOptions().setExact(true)).first();
  }

  private void logIn(Page page, String password) {
    page.locator("input[name=username]").fill(operator.user());
    page.locator("input[name=password]").fill(password);
    page.locator("button[type=submit]").click();
  }

  private String bean(String pattern) {
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
