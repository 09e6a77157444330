package dev.caravan.cli;

/** No server answers, or what answers is not Caravan. */
final class Unreachable extends RuntimeException {

  Unreachable(String message) {
    super(message);
  }
}
