package dev.caravan.config.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.notifications.Attempt;
import dev.caravan.model.notifications.Attempt.Result;
import dev.caravan.model.notifications.Mailer.Letter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What a mail server's answers mean; that letters arrive is tested with the whole application. */
class SmtpMailerTest {

  private static Attempt send(int port, boolean encrypted, String address) {
    var mail = new NotificationsProperties.Mail("127.0.0.1", port, "", "", "shop@example.org", encrypted, Duration.ofSeconds(1));
    return new SmtpMailer(mail).send(new Letter(UUID.randomUUID(), address, "Order ready", "Your order is ready.", null, Instant.EPOCH));
  }

  /** A mail server that says this to the recipient, and yes to everything else. */
  private static Attempt sendTo(String answer) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var clerk = new Thread(() -> {
        try (var socket = server.accept();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
          var out = socket.getOutputStream();
          out.write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
          for (var line = in.readLine(); line != null; line = in.readLine()) {
            out.write(((line.startsWith("RCPT") ? answer : "250 yes") + "\r\n").getBytes(StandardCharsets.US_ASCII));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      clerk.setDaemon(true);
      clerk.start();
      return send(server.getLocalPort(), false, "ada@example.org");
    }
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"550 5.1.1 no such mailbox, REFUSED", "553 not here, REFUSED", "450 4.2.1 come back later, FAILED", "421 closing, FAILED"})
  void what_is_refused_for_good_is_not_tried_again(String answer, Result result) throws IOException {
    var attempt = sendTo(answer);
    assertThat(attempt.result()).isEqualTo(result);
    assertThat(attempt.error()).contains(answer.substring(0, 3)).hasSizeLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "ada@", "a@example.org, eve@example.org", "a@example.org\r\nBcc: eve@example.org", "friends: a@example.org;", ""})
  void what_is_not_one_address_is_not_written_to(String address) {
    assertThat(send(1, false, address).result()).isEqualTo(Result.REFUSED);
  }

  @Test
  void a_server_that_is_not_there_is_tried_again() {
    assertThat(send(1, false, "ada@example.org").result()).isEqualTo(Result.FAILED);
  }

  @Test
  void a_server_that_cannot_keep_a_secret_is_told_nothing() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var heard = new StringBuffer();
      var clerk = new Thread(() -> {
        try (var socket = server.accept();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
          socket.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
          for (var line = in.readLine(); line != null; line = in.readLine()) {
            heard.append(line);
            socket.getOutputStream().write("250 yes\r\n".getBytes(StandardCharsets.US_ASCII));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      clerk.setDaemon(true);
      clerk.start();
      assertThat(send(server.getLocalPort(), true, "ada@example.org").result()).isEqualTo(Result.FAILED);
      assertThat(heard.toString()).doesNotContain("ada@example.org");
    }
  }
}
