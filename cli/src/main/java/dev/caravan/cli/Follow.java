package dev.caravan.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/** Looks at orders again and again until all have ended; a server that restarts is waited for. */
final class Follow {

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration OUTAGE = Duration.ofSeconds(60);

  private final Server server;
  private final Progress progress;
  private long awaySince;

  Follow(Server server, Progress progress) {
    this.server = server;
    this.progress = progress;
  }

  /**
   * @param meanwhile what is done about an order that has not ended, each time it was looked at
   * @return how they ended, in the order given
   */
  List<Snapshot> toTheirEnds(List<String> orderIds, Consumer<Snapshot> meanwhile) {
    var seen = new LinkedHashMap<String, Snapshot>();
    while (true) {
      try {
        for (var id : orderIds) {
          if (!seen.containsKey(id) || !seen.get(id).ended()) {
            seen.put(id, Snapshot.of(server, id));
          }
        }
        awaySince = 0;
        progress.show(List.copyOf(seen.values()), false);
        if (seen.values().stream().allMatch(Snapshot::ended)) {
          return List.copyOf(seen.values());
        }
        seen.values().stream().filter(order -> !order.ended()).forEach(meanwhile);
      } catch (Unreachable | Refused e) {
        if (e instanceof Refused refused && !refused.passes()) {
          throw e;
        }
        endure(e);
        progress.show(List.copyOf(seen.values()), true);
      }
      Pause.of(PAUSE);
    }
  }

  private void endure(RuntimeException outage) {
    var now = System.nanoTime();
    if (awaySince == 0) {
      awaySince = now;
    } else if (now - awaySince > OUTAGE.toNanos()) {
      throw outage;
    }
  }
}
