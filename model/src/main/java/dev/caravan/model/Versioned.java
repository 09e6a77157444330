package dev.caravan.model;

/** What has a version, which its reader may ask for and its writer insist on. */
public interface Versioned extends Outcome {
  long version();
}
