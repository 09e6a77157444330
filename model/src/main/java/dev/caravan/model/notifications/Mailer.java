package dev.caravan.model.notifications;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** Whoever takes letters to mailboxes. */
public interface Mailer {

  /**
   * What is written to whom.
   *
   * @param id the same at every attempt; by it a receiver recognises a repetition
   * @param address one e-mail address
   */
  record Letter(UUID id, String address, String headline, String text, @Nullable String orderId, Instant writtenAt) {}

  /** Hands a letter over; whatever goes wrong is in the answer. */
  Attempt send(Letter letter);
}
