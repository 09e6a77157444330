package dev.caravan.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What the orders of a proof run into, in fixed shares and, by a seed, in the same order again. */
final class Mix {

  private static final int LONGEST_THOUGHT = 3_000;
  private static final int SHORTEST_THOUGHT = 100;
  private static final int LIFE = 2_000;
  private static final String REVIEW = "\"review\": true";

  /** What an order runs into, and what its customer or a person of the house does about it. */
  enum Fate {
    PLAIN("plain", 60, ""),
    CARD_TIMEOUT("the bank loses its first answer", 8, "\"payment\": {\"method\": \"card-timeout\"}"),
    CARRIER_SLOW("the carrier is slow", 8, "\"carriers\": [\"carrier-slow\"]"),
    CARRIER_DECLINED("the first carrier declines", 6, "\"carriers\": [\"carrier-declined\", \"carrier\"]"),
    CARRIER_DOWN("the first carrier is silent", 6, "\"carriers\": [\"carrier-down\", \"carrier-backup\"]"),
    APPROVED("approved by a person", 6, REVIEW, "approve", "{\"approvedBy\": \"rita\"}", SHORTEST_THOUGHT, LONGEST_THOUGHT),
    UNDECIDED("nobody decides", 2, REVIEW),
    CANCELLED("cancelled by the customer", 2, "", "cancel", "{\"reason\": \"changed my mind\"}", 0, LIFE),
    READDRESSED("sent elsewhere meanwhile", 2, "", "update-address",
        "{\"newAddress\": {\"street\": \"456 Updated St\", \"city\": \"Updated City\", \"state\": \"NY\", \"zip\": \"54321\"}}", 0, LIFE);

    private final String words;
    private final int percent;
    private final String wish;
    private final String signal;
    private final String body;
    private final int earliest;
    private final int latest;

    Fate(String words, int percent, String wish) {
      this(words, percent, wish, "", "", 0, 0);
    }

    Fate(String words, int percent, String wish, String signal, String body, int earliest, int latest) {
      this.words = words;
      this.percent = percent;
      this.wish = wish;
      this.signal = signal;
      this.body = body;
      this.earliest = earliest;
      this.latest = latest;
    }

    String words() {
      return words;
    }

    /** The body that starts such an order. */
    String start(String customer) {
      return "{\"customerId\": \"" + customer + "\", \"initialAddress\": " + Way.ADDRESS + (wish.isEmpty() ? "" : ", " + wish) + "}";
    }

    /** The signal that it gets, and what that says; both empty if it gets none. */
    String signal() {
      return signal;
    }

    String body() {
      return body;
    }
  }

  /**
   * One order.
   *
   * @param number from 0
   * @param signalAfter milliseconds from its start
   */
  record Wanted(int number, Fate fate, int signalAfter) {}

  private Mix() {}

  /** So many orders in their shares, in an order that the seed decides. */
  static List<Wanted> deal(int orders, long seed) {
    var fates = new ArrayList<Fate>();
    for (int i = 0; i < orders; i++) {
      fates.add(at(100L * i / orders));
    }
    var random = new Random(seed);
    Collections.shuffle(fates, random);
    var dealt = new ArrayList<Wanted>();
    for (var fate : fates) {
      dealt.add(new Wanted(dealt.size(), fate, fate.earliest + random.nextInt(fate.latest - fate.earliest + 1)));
    }
    return dealt;
  }

  private static Fate at(long percentile) {
    var upTo = 0;
    for (var fate : Fate.values()) {
      upTo += fate.percent;
      if (percentile < upTo) {
        return fate;
      }
    }
    throw new IllegalStateException("The shares are not a hundred: " + Arrays.toString(Fate.values()));
  }
}
