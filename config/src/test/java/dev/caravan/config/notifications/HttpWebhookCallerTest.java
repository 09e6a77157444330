package dev.caravan.config.notifications;

import static com.github.tomakehurst.wiremock.client.WireMock.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.standardwebhooks.Webhook;
import dev.caravan.config.events.CloudEvents;
import dev.caravan.model.events.Event;
import dev.caravan.model.notifications.Attempt;
import dev.caravan.model.notifications.Attempt.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class HttpWebhookCallerTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @RegisterExtension
  static final WireMockExtension receiver =
      WireMockExtension.newInstance().options(WireMockConfiguration.wireMockConfig().dynamicPort()).build();

  private final Event fact = new Event(7, UUID.randomUUID(), "order.ready", "o-1", Map.of("orderId", "o-1", "customerId", "zoë"),
      "kitchen", Instant.parse("2026-11-21T12:00:00Z"), null);
  private final List<HttpWebhookCaller> open = new ArrayList<>();

  private HttpWebhookCaller caller(PublicAddresses.Names names, boolean allowPrivate) {
    var caller = new HttpWebhookCaller(
        new PublicAddresses(names, allowPrivate), new CloudEvents(new ObjectMapper()), Clock.systemUTC(), Duration.ofSeconds(3));
    open.add(caller);
    return caller;
  }

  @AfterEach
  void close() {
    open.forEach(HttpWebhookCaller::close);
  }

  private Attempt posts(String path) {
    return caller(PublicAddresses.SYSTEM, true).post(receiver.url(path), SECRET, fact);
  }

  @Test
  void a_call_is_the_fact_signed_as_the_standard_says() throws Exception {
    receiver.stubFor(post("/hook").willReturn(ok()));
    var attempt = posts("/hook");
    assertThat(attempt.result()).isEqualTo(Result.TAKEN);
    assertThat(attempt.code()).isEqualTo(200);
    var call = receiver.findAll(postRequestedFor(urlEqualTo("/hook"))).get(0);
    assertThat(call.getHeader("webhook-id")).isEqualTo(fact.id().toString());
    assertThat(call.getHeader("Content-Type")).startsWith("application/cloudevents+json");
    var headers = new HashMap<String, List<String>>();
    call.getHeaders().all().forEach(header -> headers.put(header.key(), header.values()));
    new Webhook(SECRET).verify(call.getBodyAsString(), HttpHeaders.of(headers, (name, value) -> true));
    assertThat(new ObjectMapper().readTree(call.getBody()).at("/data/customerId").asText()).isEqualTo("zoë");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"200, TAKEN", "204, TAKEN", "299, TAKEN", "400, FAILED", "404, FAILED", "410, REFUSED", "429, FAILED", "500, FAILED", "503, FAILED"})
  void the_status_says_what_came_of_it(int status, Result result) {
    receiver.stubFor(post("/hook").willReturn(status(status)));
    assertThat(posts("/hook")).satisfies(attempt -> {
      assertThat(attempt.result()).isEqualTo(result);
      assertThat(attempt.code()).isEqualTo(status);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_not_followed(int status) {
    receiver.stubFor(post("/hook").willReturn(status(status).withHeader("Location", receiver.url("/elsewhere"))));
    receiver.stubFor(any(urlEqualTo("/elsewhere")).willReturn(ok()));
    assertThat(posts("/hook").result()).isEqualTo(Result.FAILED);
    receiver.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void who_is_silent_or_talks_too_slowly_or_too_much_has_not_taken_it() {
    receiver.stubFor(post("/silent").willReturn(ok().withFixedDelay(10_000)));
    receiver.stubFor(post("/slow").willReturn(ok("x".repeat(100)).withChunkedDribbleDelay(100, 20_000)));
    receiver.stubFor(post("/long").willReturn(ok("x".repeat(1_000_000))));
    receiver.stubFor(post("/broken").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    for (var path : List.of("/silent", "/slow", "/long", "/broken")) {
      var attempt = posts(path);
      assertThat(attempt.result()).as(path).isEqualTo(Result.FAILED);
      assertThat(attempt.error()).as(path).isNotBlank();
      assertThat(attempt.millis()).as(path).isLessThan(8000);
    }
  }

  @Test
  void who_sends_headers_forever_is_not_listened_to_forever() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var talker = new Thread(() -> {
        try (var socket = server.accept(); InputStream in = socket.getInputStream()) {
          in.read();
          var out = socket.getOutputStream();
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          while (in.read() >= 0) {
            out.write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
          }
        } catch (IOException e) {
          // The caller has had enough.
        }
      });
      talker.start();
      var attempt = caller(PublicAddresses.SYSTEM, true).post("http://127.0.0.1:" + server.getLocalPort() + "/", SECRET, fact);
      assertThat(attempt.result()).isEqualTo(Result.FAILED);
      assertThat(attempt.millis()).isLessThan(8000);
      talker.join(5000);
      assertThat(talker.isAlive()).isFalse();
    }
  }

  // Where nobody may go

  @ParameterizedTest
  @ValueSource(strings = {
      "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
      "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
      "255.255.255.255", "2130706433", "0", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]",
      "[::ffff:10.0.0.1]", "[::ffff:a00:1]", "[::ffff:169.254.169.254]", "[::10.0.0.1]", "[64:ff9b::a00:1]", "[64:ff9b:1::1]",
      "[2002:a00:1::]", "[2001:0:a00:1::]", "[2001:db8::1]", "[100::1]"})
  void an_address_that_is_not_public_is_objected_to_and_not_called(String host) {
    var caller = caller(PublicAddresses.SYSTEM, false);
    assertThat(caller.objection("https://" + host + "/hook")).hasValue("must lead to a public address");
    var attempt = caller.post("https://" + host + "/hook", SECRET, fact);
    assertThat(attempt.result()).isEqualTo(Result.FAILED);
    assertThat(attempt.error()).isEqualTo("its address is not public");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://93.184.216.34/", "ftp://93.184.216.34/", "https:///hook", "https://user@93.184.216.34/",
      "https://user:password@93.184.216.34/", "https://93.184.216.34/#x", "https://93.184.216.34:0/", "https://93.184.216.34:65536/",
      "hook", "https://127.1/", "https://0x7f.1/", "https://a b/", "https://ex ample.org", "javascript:alert(1)", "file:///etc/passwd", "//93.184.216.34/", "https://"})
  void what_is_no_URL_to_call_is_objected_to(String url) {
    assertThat(caller(PublicAddresses.SYSTEM, false).objection(url)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://93.184.216.34/hook?x=y", "HTTPS://[2606:2800:220:1::1]:8443/", "https://1.1.1.1"})
  void a_public_address_is_not_objected_to(String url) {
    assertThat(caller(PublicAddresses.SYSTEM, false).objection(url)).isEmpty();
  }

  @Test
  void a_name_that_leads_to_a_private_address_only_when_it_is_called_is_not_called() throws Exception {
    receiver.stubFor(any(anyUrl()).willReturn(ok()));
    var answers = new ArrayList<>(List.of("93.184.216.34", "127.0.0.1"));
    var caller = caller(host -> new InetAddress[] {InetAddress.getByName(answers.remove(0))}, false);
    var url = "https://rebinding.example:" + receiver.getPort() + "/hook";
    assertThat(caller.objection(url)).isEmpty();
    assertThat(caller.post(url, SECRET, fact).error()).isEqualTo("its address is not public");
    assertThat(answers).as("looked up once for each").isEmpty();
    receiver.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void a_name_that_leads_to_a_private_address_among_others_is_not_called() {
    var caller = caller(host -> new InetAddress[] {InetAddress.getByName("93.184.216.34"), InetAddress.getByName("10.0.0.1")}, false);
    assertThat(caller.objection("https://both.example/")).hasValue("must lead to a public address");
  }

  @Test
  void a_name_is_looked_up_for_every_call_and_what_was_found_is_called() {
    receiver.stubFor(post("/hook").willReturn(ok()));
    var lookedUp = new ArrayList<String>();
    var caller = caller(host -> {
      lookedUp.add(host);
      return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }, true);
    var url = "http://nowhere.example:" + receiver.getPort() + "/hook";
    assertThat(caller.post(url, SECRET, fact).result()).isEqualTo(Result.TAKEN);
    assertThat(caller.post(url, SECRET, fact).result()).isEqualTo(Result.TAKEN);
    assertThat(lookedUp).containsExactly("nowhere.example", "nowhere.example");
  }
}
