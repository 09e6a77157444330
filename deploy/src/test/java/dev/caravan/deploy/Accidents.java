package dev.caravan.deploy;

import dev.caravan.model.Money;
import dev.caravan.model.payments.PaymentGateway;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Accidents that befall one command of an order, as if the process or the broker had failed; none unless it is asked for. */
class Accidents {

  enum Kind {
    /** The command fails before it has done anything, and comes again. */
    BEFORE_THE_STEP,
    /** The command fails after what it did was committed, and comes again. */
    AFTER_THE_STEP,
    /** The gateway does what it was asked to, and its answer is not heard. */
    AFTER_THE_GATEWAY,
    /** The command is lost for good. */
    INSTEAD_OF_THE_STEP
  }

  private static final class Accident extends RuntimeException {

    Accident(Kind kind) {
      super("accident " + kind, null, false, false);
    }
  }

  private interface Question {
    PaymentGateway.Answer asked();
  }

  private final Map<String, Kind> due = new ConcurrentHashMap<>();

  /** From now on the next command of this order that can fail so does. */
  void befalls(String orderId, Kind kind) {
    due.put(orderId, kind);
  }

  /** What has not happened will not happen any more. */
  void spares(String orderId) {
    due.remove(orderId);
  }

  @Bean
  InterceptStrategy failingSteps() {
    return (camel, definition, step, next) ->
        !(definition instanceof BeanDefinition) ? step : new DelegateAsyncProcessor(step) {
          @Override
          public boolean process(Exchange exchange, AsyncCallback callback) {
            if (!exchange.getFromEndpoint().getEndpointUri().startsWith("broker://queue:")) {
              return super.process(exchange, callback);
            } else if (happens(exchange, Kind.INSTEAD_OF_THE_STEP)) {
              exchange.setRouteStop(true);
            } else if (happens(exchange, Kind.BEFORE_THE_STEP)) {
              exchange.setException(new Accident(Kind.BEFORE_THE_STEP));
            } else {
              return super.process(exchange, sync -> {
                if (exchange.getException() == null && happens(exchange, Kind.AFTER_THE_STEP)) {
                  exchange.setException(new Accident(Kind.AFTER_THE_STEP));
                }
                callback.done(sync);
              });
            }
            callback.done(true);
            return true;
          }
        };
  }

  private boolean happens(Exchange exchange, Kind kind) {
    var orderId = exchange.getMessage().getHeader("orderId", String.class);
    return orderId != null && due.remove(orderId, kind);
  }

  @Bean
  PaymentGateway unheardGateway(@Qualifier("paymentGateway") PaymentGateway gateway, JdbcTemplate database) {
    return new PaymentGateway() {
      @Override
      public Answer authorize(Charge charge) {
        return heard(charge, () -> gateway.authorize(charge));
      }

      @Override
      public Answer capture(Charge charge, Money amount) {
        return heard(charge, () -> gateway.capture(charge, amount));
      }

      @Override
      public Answer cancel(Charge charge) {
        return heard(charge, () -> gateway.cancel(charge));
      }

      @Override
      public Answer refund(String key, Charge charge, Money amount) {
        return heard(charge, () -> gateway.refund(key, charge, amount));
      }

      private Answer heard(Charge charge, Question question) {
        var answer = question.asked();
        if (due.containsValue(Kind.AFTER_THE_GATEWAY)) {
          var orderId = database.queryForObject(
              "select order_id from payments.payment where id = ?", String.class, UUID.fromString(charge.key()));
          if (orderId != null && due.remove(orderId, Kind.AFTER_THE_GATEWAY)) {
            throw new Accident(Kind.AFTER_THE_GATEWAY);
          }
        }
        return answer;
      }
    };
  }
}
