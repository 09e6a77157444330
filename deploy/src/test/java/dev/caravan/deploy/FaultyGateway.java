package dev.caravan.deploy;

import dev.caravan.model.Money;
import dev.caravan.model.payments.PaymentGateway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The application's own gateway, some of whose answers are lost on the way: it does what it is asked for, but the caller
 * does not learn that. It loses none but those that a test wants lost.
 */
@Primary
final class FaultyGateway implements PaymentGateway {

  enum Deed {
    AUTHORIZE, CAPTURE, CANCEL, REFUND
  }

  enum Fault {
    /** The call ends without saying what happened. */
    LOSE_ANSWER,
    /** The call fails. */
    THROW_AFTER
  }

  private record Target(String subject, Deed deed) {}

  private final PaymentGateway real;
  private final JdbcTemplate database;
  private final Map<Target, Queue<Fault>> armed = new ConcurrentHashMap<>();

  FaultyGateway(@Qualifier("unheardGateway") PaymentGateway real, JdbcTemplate database) {
    this.real = real;
    this.database = database;
  }

  /** The answers to the next so many deeds are lost. @param subject key of a payment, or id of an order */
  void arm(String subject, Deed deed, Fault fault, int times) {
    armed.computeIfAbsent(new Target(subject, deed), target -> new ConcurrentLinkedQueue<>())
        .addAll(Collections.nCopies(times, fault));
  }

  /** From now on every answer about it arrives. */
  void disarm(String subject) {
    armed.keySet().removeIf(target -> target.subject().equals(subject));
  }

  /** How many answers to this deed are still to be lost. */
  int armed(String subject, Deed deed) {
    return Optional.ofNullable(armed.get(new Target(subject, deed))).map(Queue::size).orElse(0);
  }

  @Override
  public Answer authorize(Charge charge) {
    return answer(Deed.AUTHORIZE, charge, () -> real.authorize(charge));
  }

  @Override
  public Answer capture(Charge charge, Money amount) {
    return answer(Deed.CAPTURE, charge, () -> real.capture(charge, amount));
  }

  @Override
  public Answer cancel(Charge charge) {
    return answer(Deed.CANCEL, charge, () -> real.cancel(charge));
  }

  @Override
  public Answer refund(String key, Charge charge, Money amount) {
    return answer(Deed.REFUND, charge, () -> real.refund(key, charge, amount));
  }

  private Answer answer(Deed deed, Charge charge, Supplier<Answer> call) {
    var answer = call.get();
    var fault = armed.isEmpty() ? Optional.<Fault>empty() : subjects(charge)
        .flatMap(subject -> Stream.ofNullable(armed.get(new Target(subject, deed))))
        .flatMap(faults -> Stream.ofNullable(faults.poll())).findFirst();
    return fault.map(lost -> {
      if (lost == Fault.THROW_AFTER) {
        throw new IllegalStateException("a test lost the answer to " + deed + " " + charge.key());
      }
      return (Answer) new Answer.Unknown("a test lost it");
    }).orElse(answer);
  }

  private Stream<String> subjects(Charge charge) {
    return Stream.concat(Stream.of(charge.key()), database.queryForList(
        "select order_id from payments.payment where id::text = ?", String.class, charge.key()).stream());
  }
}
