package dev.caravan.config.notifications;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import dev.caravan.model.notifications.Attempt;
import dev.caravan.model.notifications.Attempt.Result;
import dev.caravan.model.notifications.Mailer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.stream.Stream;

/** Sends letters by SMTP, as text and as HTML. A letter has the same Message-ID at every attempt. */
final class SmtpMailer implements Mailer {

  private static final int MAX_SUBJECT = 200;
  private static final int MAX_ERROR = 300;

  private final JavaMailSenderImpl server = new JavaMailSenderImpl();
  private final String from;
  private final Mustache text;
  private final Mustache html;

  SmtpMailer(NotificationsProperties.Mail mail) {
    from = mail.from();
    server.setHost(mail.host());
    server.setPort(mail.port());
    server.setDefaultEncoding(StandardCharsets.UTF_8.name());
    if (!mail.user().isEmpty()) {
      server.setUsername(mail.user());
      server.setPassword(mail.password());
    }
    var properties = server.getJavaMailProperties();
    properties.setProperty("mail.smtp.auth", String.valueOf(!mail.user().isEmpty()));
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(mail.encrypted()));
    properties.setProperty("mail.smtp.starttls.required", String.valueOf(mail.encrypted()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    var timeout = String.valueOf(mail.timeout().toMillis());
    for (var of : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty("mail.smtp." + of, timeout);
    }
    var templates = new DefaultMustacheFactory("templates");
    text = templates.compile("notification-text.mustache");
    html = templates.compile("notification.mustache");
  }

  @Override
  public Attempt send(Letter letter) {
    var start = System.nanoTime();
    try {
      var message = server.createMimeMessage();
      var helper = new MimeMessageHelper(message, MimeMessageHelper.MULTIPART_MODE_RELATED, StandardCharsets.UTF_8.name());
      helper.setFrom(from);
      helper.setTo(one(letter.address()));
      helper.setSubject(line(letter.headline(), MAX_SUBJECT));
      helper.setSentDate(Date.from(letter.writtenAt()));
      helper.setText(written(text, letter), written(html, letter));
      message.setHeader("Message-ID", "<" + letter.id() + "@caravan>");
      message.setHeader("Auto-Submitted", "auto-generated");
      server.send(message);
      return new Attempt(Result.TAKEN, null, null, millisSince(start));
    } catch (MessagingException e) {
      return new Attempt(Result.REFUSED, null, "the letter cannot be written: " + line(e.toString(), MAX_ERROR), millisSince(start));
    } catch (MailException e) {
      return failed(e, millisSince(start));
    }
  }

  private static InternetAddress one(String address) throws AddressException {
    var one = new InternetAddress(address, true);
    if (one.isGroup()) {
      throw new AddressException("a group", address);
    }
    return one;
  }

  private static Attempt failed(MailException e, long millis) {
    var code = causes(e).mapToInt(SmtpMailer::code).filter(found -> found > 0).findFirst();
    var last = causes(e).reduce((one, next) -> next).orElse(e);
    return new Attempt(code.orElse(0) >= 500 ? Result.REFUSED : Result.FAILED, null,
        "the mail server " + (code.isPresent() ? "refuses it: " : "cannot be asked: ") + line(String.valueOf(last.getMessage()), MAX_ERROR),
        millis);
  }

  private static int code(Throwable e) {
    return e instanceof SMTPAddressFailedException address ? address.getReturnCode()
        : e instanceof SMTPSendFailedException send ? send.getReturnCode() : 0;
  }

  private static Stream<Throwable> causes(MailException e) {
    var first = e instanceof MailSendException send ? Arrays.stream(send.getMessageExceptions()) : Stream.<Exception>of(e);
    return first.flatMap(each -> Stream.<Throwable>iterate(each, cause -> cause != null, Throwable::getCause));
  }

  private static String written(Mustache template, Letter letter) {
    return template.execute(new StringWriter(), letter).toString();
  }

  /** In one line, so that a header ends where it should. */
  private static String line(String words, int longest) {
    var line = words.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() <= longest ? line : line.substring(0, line.offsetByCodePoints(0, Math.min(longest, line.codePointCount(0, line.length()))));
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
