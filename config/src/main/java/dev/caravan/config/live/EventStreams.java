package dev.caravan.config.live;

import dev.caravan.config.events.CloudEvents;
import dev.caravan.config.services.ConditionalOnService;
import dev.caravan.model.events.Event;
import dev.caravan.model.events.EventLog;
import dev.caravan.model.live.Listener;
import dev.caravan.model.live.Listeners;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The clients of the stream of events, and the end of the log that they all hear.
 *
 * <p>An event's id is its sequence, and a stream is in the order of sequences, so the last id says exactly what was heard.
 * A sequence is taken before its fact can be seen, so the log has holes that may still be filled, and topics tell facts in
 * the order in which they could be seen. Hence the log is followed here, and not a topic: up to the highest sequence there
 * is, but only when every transaction has ended that might still write a fact below it. One that stays open while it writes
 * facts holds the streams up, and nothing else.
 */
@Component("eventStreams")
@ConditionalOnService("api")
public class EventStreams {

  private static final int SENDERS = 2;
  private static final int PAGE = 200;
  private static final int REMEMBERED = 2_000;

  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final ExecutorService senders =
      Executors.newFixedThreadPool(SENDERS, new CustomizableThreadFactory("live-stream-"));
  private final EventLog log;
  private final CloudEvents cloudEvents;
  private volatile @Nullable End end;
  private long next;
  private Set<String> writers = Set.of();

  EventStreams(EventLog log, CloudEvents cloudEvents) {
    this.log = log;
    this.cloudEvents = cloudEvents;
  }

  /** An update as it is sent. */
  record Told(Event fact, byte[] event) {}

  /** All updates after some place in the log up to another. */
  record Page(List<Told> told, long upTo) {}

  /** The updates after a place in the log; nothing up to its end will ever come between them. */
  private record End(long after, long upTo, List<Told> told) {

    Page after(long position) {
      int first = told.size();
      while (first > 0 && told.get(first - 1).fact().seq() > position) {
        first--;
      }
      return new Page(told.subList(first, told.size()), upTo);
    }

    End and(List<Told> more, long newUpTo) {
      var all = new ArrayList<>(told);
      all.addAll(more);
      int forgotten = Math.max(0, all.size() - REMEMBERED);
      return new End(forgotten == 0 ? after : all.get(forgotten - 1).fact().seq(), newUpTo,
          List.copyOf(all.subList(forgotten, all.size())));
    }
  }

  /** Begins a stream. @param after the sequence of the last fact that was heard, or {@link EventStream#NOW} */
  void open(Listener listener, long after, HttpServletRequest request) throws IOException {
    var stream = new EventStream(request.startAsync(), listener, after, this);
    streams.add(stream);
    stream.begin();
  }

  void left(EventStream stream) {
    streams.remove(stream);
  }

  void execute(Runnable task) {
    senders.execute(task);
  }

  int size() {
    return streams.size();
  }

  /** Whether there may have been an event of this id. */
  boolean knows(long id) {
    return id <= log.newest();
  }

  /** The sequence up to which the log is known to be whole, or {@link EventStream#NOW} until it is. */
  long end() {
    var known = end;
    return known == null ? EventStream.NOW : known.upTo();
  }

  /** Updates after a place in the log; from the log itself for a client that has much to catch up with. */
  Page after(long position) {
    var known = end;
    if (known == null || position >= known.upTo()) {
      return new Page(List.of(), position);
    }
    if (position >= known.after()) {
      return known.after(position);
    }
    var facts = log.between(position, known.upTo(), PAGE);
    return new Page(told(facts), facts.size() < PAGE ? known.upTo() : facts.get(PAGE - 1).seq());
  }

  /** Looks how far the log is whole by now, and has that told. By one thread at a time. */
  public void advance() {
    if (streams.isEmpty()) {
      end = null;
      writers = Set.of();
      return;
    }
    var known = end;
    if (writers.isEmpty()) {
      next = log.newest();
      if (known != null && next == known.upTo()) {
        return;
      }
      writers = log.writers();
    } else {
      writers = new HashSet<>(writers);
      writers.retainAll(log.writers());
    }
    if (writers.isEmpty()) {
      end = known == null ? new End(next, next, List.of()) : read(known, next);
      streams.forEach(EventStream::wake);
    }
  }

  private End read(End known, long upTo) {
    var read = known;
    while (read.upTo() < upTo) {
      var facts = log.between(read.upTo(), upTo, PAGE);
      read = read.and(told(facts), facts.size() < PAGE ? upTo : facts.get(PAGE - 1).seq());
    }
    return read;
  }

  private List<Told> told(List<Event> facts) {
    return facts.stream().filter(fact -> Listeners.TOPICS.stream().anyMatch(topic -> topic.carries(fact)))
        .map(fact -> new Told(fact, "id: %d\ndata: %s\n\n".formatted(fact.seq(), cloudEvents.write(fact)).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  void ping() {
    streams.forEach(EventStream::ping);
  }

  void closeAll() {
    streams.forEach(EventStream::close);
  }

  @PreDestroy
  void stopSending() {
    senders.shutdownNow();
  }
}
