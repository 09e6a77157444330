package dev.caravan.config.saga;

import dev.caravan.config.saga.SagaCallbacks.Action;
import dev.caravan.config.saga.SagaCallbacks.Call;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;

/**
 * What the internal connector serves, which nobody else does and which serves nothing else: the coordinator's calls, {@code PUT
 * /saga/{endpoint}/{subject}/{mac}}, and where the coordinator runs, its API for whoever has the key. 200: done; 503: call
 * again; 403: the address was not made here, or the key is missing. Answers to calls have no body.
 */
final class InternalFilter extends HttpFilter {

  private static final Logger LOG = LoggerFactory.getLogger(InternalFilter.class);

  private final transient SagaCallbacks callbacks;
  private final transient Coordinator coordinator;
  private final transient SagaService steps;
  private final transient ObjectProvider<ProducerTemplate> camel;

  InternalFilter(
      SagaCallbacks callbacks, Coordinator coordinator, SagaService steps, ObjectProvider<ProducerTemplate> camel) {
    this.callbacks = callbacks;
    this.coordinator = coordinator;
    this.steps = steps;
    this.camel = camel;
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var path = request.getRequestURI();
    var here = request.getLocalPort() == callbacks.port();
    var ofApi = path.startsWith(CoordinatorApi.PATH);
    if (here && ofApi && coordinator instanceof LocalCoordinator own) {
      var refusal = refusal(own, request);
      if (refusal == null) {
        chain.doFilter(request, response);
      } else {
        response.setStatus(refusal);
      }
    } else if (here) {
      var call = request.getMethod().equals("PUT") ? SagaCallbacks.parse(path) : null;
      response.setStatus(call == null ? HttpServletResponse.SC_NOT_FOUND : answer(call, saga(request)));
    } else if (ofApi || path.startsWith(SagaCallbacks.PREFIX)) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Before its sagas are loaded the coordinator would not know them, and say so. */
  private @Nullable Integer refusal(LocalCoordinator own, HttpServletRequest request) {
    if (!callbacks.isPass(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      return HttpServletResponse.SC_FORBIDDEN;
    }
    return own.isRunning() ? null : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
  }

  private static @Nullable String saga(HttpServletRequest request) {
    var ids = Collections.list(request.getHeaders(Exchange.SAGA_LONG_RUNNING_ACTION));
    return ids.size() == 1 ? ids.get(0) : null;
  }

  private int answer(Call call, @Nullable String saga) {
    var action = saga == null || !coordinator.owns(saga)
        ? Optional.<Action>empty()
        : Arrays.stream(Action.values()).filter(a -> callbacks.isGenuine(call, saga, a)).findAny();
    if (saga == null || action.isEmpty()) {
      LOG.warn("Refused a saga callback to {} that was not made here", call.endpoint());
      return HttpServletResponse.SC_FORBIDDEN;
    }
    var endpoint = steps.callback(action.get(), call.endpoint());
    return endpoint != null && succeeds(endpoint, call.subject(), saga)
        ? HttpServletResponse.SC_OK
        : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
  }

  private boolean succeeds(Endpoint endpoint, String subject, String saga) {
    try {
      var exchange = camel.getObject().send(endpoint, call -> {
        call.getMessage().setHeader(SagaService.SUBJECT, subject);
        call.getMessage().setHeader(SagaService.SAGA, saga);
      });
      // A route's error policy may have dealt with the exception; the undo has not happened all the same.
      if (!exchange.isFailed() && !exchange.isRollbackOnly() && !exchange.getExchangeExtension().isFailureHandled()) {
        return true;
      }
      LOG.warn("{} failed for {} and will be called again", endpoint, subject, exchange.getException());
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be called for {} yet", endpoint, subject, e);
    }
    return false;
  }
}
