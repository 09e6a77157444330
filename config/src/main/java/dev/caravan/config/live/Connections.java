package dev.caravan.config.live;

import dev.caravan.config.events.CloudEvents;
import dev.caravan.config.services.ConditionalOnService;
import dev.caravan.model.Outcome;
import dev.caravan.model.live.Listener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Everybody who listens at this process. */
@Component("connections")
@ConditionalOnService("api")
public class Connections implements SmartLifecycle {

  private static final int CALLERS = 4;
  private static final long FAREWELL_SECONDS = 5;

  private final Set<SocketClient> clients = ConcurrentHashMap.newKeySet();
  /** For what may have to wait for a client. */
  private final ExecutorService callers =
      Executors.newFixedThreadPool(CALLERS, new CustomizableThreadFactory("live-caller-"));
  private final EventStreams streams;
  private final CloudEvents cloudEvents;
  private final Duration silence;
  private final int most;
  private final Counter cutOff;
  private volatile boolean running;

  /**
   * @param silence after which a client is taken for gone
   * @param most that may be connected at a time, of all kinds
   */
  Connections(
      EventStreams streams, CloudEvents cloudEvents, MeterRegistry metrics,
      @Value("${caravan.live.silence}") Duration silence, @Value("${caravan.live.connections}") int most) {
    this.streams = streams;
    this.cloudEvents = cloudEvents;
    this.silence = silence;
    this.most = most;
    Gauge.builder("caravan.live.web.sockets", clients, Set::size)
        .description("clients connected by WebSocket").register(metrics);
    Gauge.builder("caravan.live.event.streams", streams, EventStreams::size)
        .description("clients connected to the event stream").register(metrics);
    cutOff = Counter.builder("caravan.live.cut.off")
        .description("WebSockets closed because they were too slow or gone").register(metrics);
  }

  /**
   * How many are connected to this process.
   *
   * @param connections of all kinds
   * @param total the same
   */
  public record Count(int connections, int webSocket, int eventStream, int total) implements Outcome {}

  public Count count() {
    var sockets = clients.size();
    var open = streams.size();
    return new Count(sockets + open, sockets, open, sockets + open);
  }

  /** Whether there is room for one more. */
  boolean hasRoom() {
    return running && clients.size() + streams.size() < most;
  }

  /** Makes the connection of this request a WebSocket, or answers why it cannot be one. */
  void open(Listener listener, HttpServletRequest request, HttpServletResponse response)
      throws IOException, DeploymentException {
    var client = new SocketClient(listener, this, silence.toMillis());
    var configuration = ServerEndpointConfig.Builder.create(SocketClient.class, "/ws")
        .configurator(new ServerEndpointConfig.Configurator() {
          @Override
          public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(client);
          }

          /** Compression would keep a dictionary for each client. */
          @Override
          public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
          }
        }).build();
    var container = (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
    container.upgradeHttpToWebSocket(request, response, configuration, Map.of());
  }

  void entered(SocketClient client) {
    clients.add(client);
    if (!running) {
      client.close(CloseCodes.GOING_AWAY, "Caravan stops.");
    }
  }

  void left(SocketClient client) {
    clients.remove(client);
  }

  /** Lets a client go that would hold others up; without a handshake, which it would not answer either. */
  void cutOff(SocketClient client) {
    if (clients.remove(client)) {
      cutOff.increment();
      callers.execute(() -> client.close(CloseCodes.CLOSED_ABNORMALLY, "Too slow."));
    }
  }

  /** Tells a fact to every WebSocket that may hear it; waits for none. */
  public void broadcast(String cloudEvent) {
    if (clients.isEmpty()) {
      return;
    }
    var fact = cloudEvents.read(cloudEvent);
    for (var client : clients) {
      if (client.listener().hears(fact)) {
        client.tell(cloudEvent);
      }
    }
  }

  /** Shows every client that Caravan is there, and finds out who is not. */
  public void ping() {
    clients.forEach(client -> callers.execute(client::ping));
    streams.ping();
  }

  @Override
  public void start() {
    running = true;
  }

  /** Says goodbye before the web server stops, which would wait for those who only listen. */
  @Override
  public void stop() {
    running = false;
    streams.closeAll();
    CompletableFuture.allOf(clients.stream()
            .map(client -> CompletableFuture.runAsync(() -> client.close(CloseCodes.GOING_AWAY, "Caravan stops."), callers))
            .toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS).join();
  }

  @PreDestroy
  void stopCalling() {
    callers.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
