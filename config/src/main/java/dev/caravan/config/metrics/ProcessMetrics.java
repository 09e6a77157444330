package dev.caravan.config.metrics;

import dev.caravan.config.saga.LocalCoordinator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.eclipse.microprofile.lra.annotation.LRAStatus;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.List;

/** What only this process knows: its connections to the broker, and the sagas where the coordinator runs. */
@Component
class ProcessMetrics implements MeterBinder {

  private static final List<LRAStatus> NOT_ENDED = List.of(
      LRAStatus.Active, LRAStatus.Closing, LRAStatus.Cancelling, LRAStatus.FailedToClose, LRAStatus.FailedToCancel);

  private final ObjectProvider<JmsPoolConnectionFactory> broker;
  private final ObjectProvider<LocalCoordinator> sagas;

  ProcessMetrics(ObjectProvider<JmsPoolConnectionFactory> broker, ObjectProvider<LocalCoordinator> sagas) {
    this.broker = broker;
    this.sagas = sagas;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    broker.ifAvailable(pool -> {
      Gauge.builder("jms.pool.connections", pool, JmsPoolConnectionFactory::getNumConnections)
          .description("connections to the broker").register(registry);
      Gauge.builder("jms.pool.connections.max", pool, JmsPoolConnectionFactory::getMaxConnections)
          .description("most connections to the broker at a time").register(registry);
    });
    sagas.ifAvailable(coordinator -> NOT_ENDED.forEach(status ->
        Gauge.builder("caravan.coordinator.sagas", coordinator, known -> count(known, status))
            .description("sagas that have not ended; all but those that are Active have a callback that failed")
            .tag("status", status.name()).register(registry)));
  }

  private static long count(LocalCoordinator coordinator, LRAStatus status) {
    return coordinator.open().stream().filter(saga -> saga.status().equals(status.name())).count();
  }
}
