package dev.caravan.config.saga;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The addresses at which the coordinator calls a step back. Each carries a keyed MAC over everything it makes happen,
 * so that only addresses made here are obeyed.
 */
final class SagaCallbacks {

  /** What a callback does to a step. */
  enum Action {
    COMPENSATE,
    COMPLETE;

    String rel() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A callback as its address tells it, true or not.
   *
   * @param endpoint name of the direct endpoint to call
   * @param subject the order it is about
   */
  record Call(String endpoint, String subject, String mac) {}

  static final String PREFIX = "/saga/";
  static final Pattern ENDPOINT = Pattern.compile("[a-z0-9-]{1,64}");
  static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final Pattern PATH =
      Pattern.compile(PREFIX + "(" + ENDPOINT + ")/(" + SUBJECT + ")/([A-Za-z0-9_-]{43})");
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final int port;
  private final String base;

  /** @param base where this process and its replicas are called, without a path; empty: at the port on loopback */
  SagaCallbacks(String key, int port, String base) {
    this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    this.port = port;
    this.base = base.isEmpty() ? "http://127.0.0.1:" + port : base;
  }

  /** The port at which calls are taken. */
  int port() {
    return port;
  }

  /** The link to hand to the coordinator, good for this saga, action, endpoint and subject only. */
  String link(String saga, Action action, String endpoint, String subject) {
    return "<%s%s%s/%s/%s>; rel=\"%s\"; type=\"text/plain\"".formatted(
        base, PREFIX, endpoint, subject, mac(saga, action, endpoint, subject), action.rel());
  }

  /** Reads the path of a request; null when it is no callback's. */
  static @Nullable Call parse(String path) {
    var matcher = PATH.matcher(path);
    return matcher.matches() ? new Call(matcher.group(1), matcher.group(2), matcher.group(3)) : null;
  }

  /** Whether the call was made here, for this saga and action; takes the same time for every wrong MAC. */
  boolean isGenuine(Call call, String saga, Action action) {
    return isSame(mac(saga, action, call.endpoint(), call.subject()), call.mac());
  }

  /** What whoever has the key shows the coordinator as {@code Authorization}. */
  String pass() {
    return "Bearer " + mac("coordinator");
  }

  /** Whether somebody who has the key made this. */
  boolean isPass(@Nullable String authorization) {
    return authorization != null && isSame(pass(), authorization);
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private String mac(String saga, Action action, String endpoint, String subject) {
    return mac(String.join("\n", saga, action.rel(), endpoint, subject));
  }

  private String mac(String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
