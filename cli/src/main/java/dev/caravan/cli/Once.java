package dev.caravan.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.util.UUID;

/** By what the server knows a request that it got before. */
final class Once {

  @Option(
      names = "--key",
      paramLabel = "<key>",
      description = "Idempotency-Key: repeated with the same one, the command does nothing twice (default: a new one)")
  private @Nullable String key;

  String key() {
    return key == null ? UUID.randomUUID().toString() : key;
  }
}
