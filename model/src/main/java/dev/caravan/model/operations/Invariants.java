package dev.caravan.model.operations;

import dev.caravan.model.Outcome;
import dev.caravan.model.orders.Status;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Checks what has to be true of the whole database at every moment. */
@Named("invariants")
public class Invariants {

  private static final int MOST_PER_RULE = 20;

  @PersistenceContext
  private Session database;

  /**
   * One thing that is not as it has to be.
   *
   * @param invariant which one, such as {@code I6}
   * @param rule the sentence that does not hold
   * @param subject the order, ingredient or message that it does not hold for
   */
  public record Violation(String invariant, String rule, String subject) {}

  /** @param holds whether nothing was found */
  public record Report(boolean holds, int rules, List<Violation> violations) implements Outcome {}

  private record Rule(String invariant, String sentence, String counterexamples) {}

  private static final String ENDED = "('COMPLETED', 'REJECTED', 'CANCELLED')";

  private static final List<Rule> RULES = List.of(
      new Rule("I1", "an acknowledged order exists", """
          select key from orders.idempotency_key k where not exists (select from orders.customer_order o where o.id = k.order_id)"""),
      new Rule("I1", "an order was received exactly once", """
          select o.id from orders.customer_order o
          where (select count(*) from events.event e where e.subject = o.id and e.type = 'order.received') <> 1"""),
      new Rule("I2", "a completed order's money is taken, once and in full", """
          select o.id from orders.customer_order o
          left join payments.payment p on p.order_id = o.id
          left join payments.escrow e on e.order_id = o.id
          left join payments.simulated_charge c on c.key = p.id::text
          where o.status = 'COMPLETED'
            and (p.status is distinct from 'CAPTURED' or e.status is distinct from 'RELEASED'
                 or p.amount is distinct from o.total_amount or e.amount is distinct from o.total_amount
                 or (c.key is not null and (c.status <> 'CAPTURED' or c.amount <> o.total_amount)))"""),
      new Rule("I2", "an order that failed has all its money back", """
          select o.id from orders.customer_order o
          left join payments.payment p on p.order_id = o.id
          left join payments.escrow e on e.order_id = o.id
          left join payments.simulated_charge c on c.key = p.id::text
          where o.status in ('REJECTED', 'CANCELLED')
            and (p.status not in ('DECLINED', 'VOIDED') or e.status = 'PLACED' or e.status = 'RELEASED'
                 or c.status in ('AUTHORIZED', 'CAPTURED'))"""),
      new Rule("I2", "the gateway holds money only for a payment that knows of it", """
          select c.key from payments.simulated_charge c left join payments.payment p on p.id::text = c.key
          where p.id is null and c.status in ('AUTHORIZED', 'CAPTURED')"""),
      new Rule("I2", "an order that has ended holds nothing", """
          select id from orders.customer_order where status in %s and holds <> ''""".formatted(ENDED)),
      new Rule("I3", "an order goes only where it may go", """
          with step as (
            select subject, seq, data ->> 'status' as status,
                   lag(data ->> 'status') over (partition by subject order by seq) as former
            from events.event where jsonb_exists(data, 'orderId'))
          select subject from step
          where former is not null and former <> status and former || ' ' || status not in (%s)""".formatted(transitions())),
      new Rule("I3", "an order's last status is the last one told", """
          select o.id from orders.customer_order o
          where o.status is distinct from (
            select e.data ->> 'status' from events.event e where e.subject = o.id and jsonb_exists(e.data, 'orderId') order by e.seq desc limit 1)"""),
      new Rule("I5", "a milestone was notified once", """
          select order_id || ' ' || type from notifications.notification group by order_id, type, channel having count(*) > 1"""),
      new Rule("I6", "on hand, reserved and consumed are what was delivered", """
          select ingredient from inventory.stock where on_hand + reserved + consumed <> delivered or reserved < 0 or consumed < 0"""),
      new Rule("I6", "what is reserved and consumed is what orders reserved and consumed", """
          select s.ingredient from inventory.stock s
          left join (select ingredient, sum(quantity) filter (where status = 'HELD') as held,
                            sum(quantity) filter (where status = 'CONSUMED') as used
                     from inventory.reservation group by ingredient) r using (ingredient)
          where s.reserved <> coalesce(r.held, 0) or s.consumed <> coalesce(r.used, 0)"""),
      new Rule("I6", "only a live order has a reservation", """
          select r.order_id from inventory.reservation r left join orders.customer_order o on o.id = r.order_id
          where r.status = 'HELD' and (o.id is null or o.status in %s)""".formatted(ENDED)),
      new Rule("I6", "a completed order used up what it reserved", """
          select o.id from orders.customer_order o
          where o.status = 'COMPLETED' and not exists (
            select from inventory.reservation r where r.order_id = o.id and r.status = 'CONSUMED')"""),
      new Rule("I7", "everything is published within a minute", """
          select e.id::text from events.outbox join events.event e using (seq) where e.occurred_at < now() - interval '1 minute'
            and not exists (select from orders.customer_order o where o.fact = e.seq and o.swept_at > now() - interval '1 minute')"""),
      new Rule("I7", "every dead letter is dealt with", """
          select id::text from operations.dead_letter where dealt_with_at is null"""));

  @Transactional
  public Report check() {
    var violations = new ArrayList<Violation>();
    for (var rule : RULES) {
      database.createNativeQuery(rule.counterexamples(), Tuple.class).setMaxResults(MOST_PER_RULE).getResultStream()
          .forEach(row -> violations.add(
              new Violation(rule.invariant(), rule.sentence(), String.valueOf(row.get(0)))));
    }
    return new Report(violations.isEmpty(), RULES.size(), violations);
  }

  private static String transitions() {
    return String.join(", ", Arrays.stream(Status.values())
        .flatMap(from -> Stream.of(Status.values()).filter(from::mayBecome).map(to -> "'" + from + " " + to + "'"))
        .toList());
  }
}
