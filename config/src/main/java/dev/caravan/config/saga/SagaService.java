package dev.caravan.config.saga;

import dev.caravan.config.saga.SagaCallbacks.Action;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.saga.CamelSagaCoordinator;
import org.apache.camel.saga.CamelSagaService;
import org.apache.camel.saga.CamelSagaStep;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Camel's sagas on the coordinator of this process. A step names its undo as a {@code direct:} endpoint and its subject
 * by the option {@code orderId}; the undo gets the headers {@code orderId} and {@code saga} and nothing else.
 *
 * <p>Every call runs on the caller's thread, because a JMS transaction lives there; it takes a few writes to the
 * database and, at the end of a saga, at most two seconds for each callback.
 */
public final class SagaService implements CamelSagaService {

  /** Saga option and header: whom a step is about, 1 to 64 letters, digits, dots, dashes or underscores. */
  public static final String SUBJECT = "orderId";
  /** Header of an undo: the id of the saga that is undone. */
  public static final String SAGA = "saga";
  /** Header set when the saga to end is not known to the coordinator: it has ended, well or not, or never was. */
  public static final String UNKNOWN = "sagaUnknown";

  private final Coordinator coordinator;
  private final SagaCallbacks callbacks;
  private final Duration timeLimit;
  private final Map<Action, Map<String, Endpoint>> endpoints =
      Map.of(Action.COMPENSATE, new ConcurrentHashMap<>(), Action.COMPLETE, new ConcurrentHashMap<>());
  private @Nullable CamelContext camel;

  SagaService(Coordinator coordinator, SagaCallbacks callbacks, Duration timeLimit) {
    this.coordinator = coordinator;
    this.callbacks = callbacks;
    this.timeLimit = timeLimit;
  }

  @Override
  public CompletableFuture<CamelSagaCoordinator> newSaga(Exchange exchange) {
    return now(() -> new Saga(coordinator.start(timeLimit)));
  }

  /** The saga of this id; fails with IllegalArgumentException when the id is not one of this coordinator's. */
  @Override
  public CompletableFuture<CamelSagaCoordinator> getSaga(String id) {
    return now(() -> {
      if (!coordinator.owns(id)) {
        throw new IllegalArgumentException("Not a saga id of this coordinator");
      }
      return new Saga(id);
    });
  }

  /**
   * Makes the callbacks of a step callable.
   *
   * @throws IllegalArgumentException when one is no direct endpoint with a plain name, or a completion has no undo
   */
  @Override
  public void registerStep(CamelSagaStep step) {
    if (step.getCompletion().isPresent() && step.getCompensation().isEmpty()) {
      throw new IllegalArgumentException("A saga step with a completion needs a compensation");
    }
    for (var action : Action.values()) {
      callback(step, action).ifPresent(endpoint -> registered(action).put(name(endpoint), endpoint));
    }
  }

  /** The callback that routes offer under this name, or null while no route does. */
  @Nullable Endpoint callback(Action action, String name) {
    return registered(action).get(name);
  }

  private Map<String, Endpoint> registered(Action action) {
    return Objects.requireNonNull(endpoints.get(action));
  }

  private static Optional<Endpoint> callback(CamelSagaStep step, Action action) {
    return action == Action.COMPENSATE ? step.getCompensation() : step.getCompletion();
  }

  private static String name(Endpoint endpoint) {
    var uri = endpoint.getEndpointUri();
    var name = uri.substring(uri.indexOf("://") + 3);
    if (!(endpoint instanceof DirectEndpoint) || !SagaCallbacks.ENDPOINT.matcher(name).matches()) {
      throw new IllegalArgumentException("A saga step is called back at direct:some-name, not at " + uri);
    }
    return name;
  }

  private static <T> CompletableFuture<T> now(Supplier<T> work) {
    try {
      return CompletableFuture.completedFuture(work.get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public @Nullable CamelContext getCamelContext() {
    return camel;
  }

  @Override
  public void setCamelContext(@Nullable CamelContext camel) {
    this.camel = camel;
  }

  /** Nothing to start. */
  @Override
  public void start() {}

  /** Nothing to stop: Camel stops this whenever a single route that takes part in sagas is removed. */
  @Override
  public void stop() {}

  private final class Saga implements CamelSagaCoordinator {

    private final String id;

    Saga(String id) {
      this.id = id;
    }

    @Override
    public String getId() {
      return id;
    }

    @Override
    public CompletableFuture<Void> beginStep(Exchange exchange, CamelSagaStep step) {
      return now(() -> {
        if (step.getCompensation().isPresent()) {
          coordinator.join(id, links(exchange, step), step.getTimeoutInMilliseconds().orElse(0L));
        }
        return null;
      });
    }

    private String links(Exchange exchange, CamelSagaStep step) {
      var option = step.getOptions().get(SUBJECT);
      var subject = option == null ? null : option.evaluate(exchange, String.class);
      if (subject == null || !SagaCallbacks.SUBJECT.matcher(subject).matches()) {
        throw new IllegalArgumentException("A saga step needs the option " + SUBJECT + " with a plain id");
      }
      var links = new StringJoiner(",");
      for (var action : Action.values()) {
        callback(step, action).ifPresent(endpoint -> links.add(callbacks.link(id, action, name(endpoint), subject)));
      }
      return links.toString();
    }

    @Override
    public CompletableFuture<Void> complete(Exchange exchange) {
      return now(() -> marked(exchange, coordinator.close(id)));
    }

    @Override
    public CompletableFuture<Void> compensate(Exchange exchange) {
      return now(() -> marked(exchange, coordinator.cancel(id)));
    }

    private @Nullable Void marked(Exchange exchange, boolean known) {
      if (known) {
        exchange.getMessage().removeHeader(UNKNOWN);
      } else {
        exchange.getMessage().setHeader(UNKNOWN, true);
      }
      return null;
    }
  }
}
