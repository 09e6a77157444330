package dev.caravan.model.orders;

import dev.caravan.model.Ids;
import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** Trace ids after W3C Trace Context: 32 lower-case hex digits, not all zero. */
final class TraceId {

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceId() {}

  /** The trace id of the caller's {@code traceparent}, or a new one if there is none or it is malformed. */
  static String of(@Nullable String traceparent) {
    if (traceparent != null) {
      var match = TRACEPARENT.matcher(traceparent);
      if (match.matches()) {
        return match.group(1);
      }
    }
    return Ids.next().toString().replace("-", "");
  }
}
