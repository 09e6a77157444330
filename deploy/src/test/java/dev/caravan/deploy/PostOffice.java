package dev.caravan.deploy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;

/** The application's mail server, which tests close and open. */
final class PostOffice implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private final GreenMail server;
  private final int port;

  PostOffice() {
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    TestPropertyValues.of(
        "caravan.notifications.mail.host=127.0.0.1", "caravan.notifications.mail.port=" + port,
        "caravan.notifications.mail.encrypted=false", "caravan.notifications.mail.from=shop@example.org").applyTo(application);
    application.getBeanFactory().registerSingleton("postOffice", this);
  }

  void closes() {
    server.stop();
  }

  void opens() {
    if (!server.isRunning()) {
      server.start();
    }
  }

  /** What lies in the mailbox of this address. */
  List<MimeMessage> lettersTo(String address) {
    return Arrays.stream(server.getReceivedMessages()).filter(letter -> isTo(letter, address)).toList();
  }

  private static boolean isTo(MimeMessage letter, String address) {
    try {
      return Arrays.stream(letter.getRecipients(RecipientType.TO)).anyMatch(to -> to.toString().equals(address));
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }
}
