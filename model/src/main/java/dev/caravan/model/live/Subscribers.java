package dev.caravan.model.live;

import java.util.List;
import java.util.Map;

/** Somewhere where subscribers are kept. */
public interface Subscribers {

  /** Those who subscribe to each topic, by its name. */
  Map<String, List<Subscriber>> byTopic();
}
