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
      new Rule("I1", "what was acknowledged exists", """
          select key from orders.idempotency_key k
          where not exists (select from orders.customer_order o where o.id = k.subject)
            and not exists (select from notifications.notification n where n.id::text = k.subject)
            and not exists (select from chat.conversation c where c.user_id = k.subject)
            and not exists (select from events.event e where e.subject = k.subject and e.type = 'task.created')"""),
      new Rule("I1", "an order was received exactly once", """
          select o.id from orders.customer_order o
          where (select count(*) from events.event e where e.subject = o.id and e.type = 'order.received') <> 1"""),
      new Rule("I2", "every ledger transaction sums to zero", """
          select transaction_id::text from payments.ledger_entry group by transaction_id having sum(amount) <> 0"""),
      new Rule("I2", "no account is negative that may not be", """
          select account || ' ' || owner from payments.ledger_entry
          where account in ('ESCROW', 'RUNNER', 'MERCHANT', 'REFUNDS') group by account, owner having sum(amount) < 0
          union all
          select account || ' ' || owner from payments.ledger_entry
          where account in ('CUSTOMER', 'GATEWAY') group by account, owner having sum(amount) > 0"""),
      new Rule("I2", "an order that has ended has nothing in escrow and owes nothing", """
          select o.id || ' ' || e.account from orders.customer_order o
          join payments.ledger_transaction t on t.order_id = o.id join payments.ledger_entry e on e.transaction_id = t.id
          where o.status in %s and e.account in ('ESCROW', 'CUSTOMER') group by o.id, e.account having sum(e.amount) <> 0""".formatted(ENDED)),
      new Rule("I2", "what is in escrow is what the ledger says", """
          select s.order_id from payments.escrow s
          left join (select t.order_id, sum(e.amount) as amount from payments.ledger_transaction t
                     join payments.ledger_entry e on e.transaction_id = t.id where e.account = 'ESCROW' group by t.order_id) l
            using (order_id)
          where s.amount - s.released - s.refunded <> coalesce(l.amount, 0)"""),
      new Rule("I2", "what is on its way back to customers is what the ledger says", """
          select coalesce(r.order_id, l.order_id)
          from (select order_id, sum(amount) as amount from payments.refund where status = 'PENDING' group by order_id) r
          full join (select t.order_id, sum(e.amount) as amount from payments.ledger_transaction t
                     join payments.ledger_entry e on e.transaction_id = t.id where e.account = 'REFUNDS'
                     group by t.order_id having sum(e.amount) <> 0) l using (order_id)
          where r.amount is distinct from l.amount"""),
      new Rule("I2", "a completed order's money is taken and paid out, once and in full", """
          select o.id from orders.customer_order o
          left join payments.escrow s on s.order_id = o.id
          where o.status = 'COMPLETED' and (s.released is distinct from o.total_amount
            or s.released + s.refunded <> s.amount)"""),
      new Rule("I2", "an order that failed has its money back but for what was spent", """
          select o.id from orders.customer_order o
          left join payments.escrow s on s.order_id = o.id
          where o.status in ('REJECTED', 'CANCELLED')
            and coalesce(s.released, 0) <> coalesce((o.settlement #>> '{merchant,amount}')::bigint
              + (o.settlement #>> '{runner,amount}')::bigint + (o.settlement #>> '{platform,amount}')::bigint, 0)"""),
      new Rule("I2", "no payment of an order that has ended is undecided", """
          select p.id::text from payments.payment p join orders.customer_order o on o.id = p.order_id
          where o.status in %s and p.status in ('PENDING_PAYMENT', 'AUTHORIZED', 'VOIDING')""".formatted(ENDED)),
      new Rule("I2", "the gateway has taken and given back what the payment says", """
          select p.id::text from payments.payment p
          join orders.customer_order o on o.id = p.order_id join payments.simulated_charge c on c.key = p.id::text
          where o.status in %s and (c.status = 'AUTHORIZED' or c.captured <> p.captured
            or p.refunding = 0 and p.refunded <> (select coalesce(sum(r.amount), 0) from payments.simulated_refund r where r.charge = c.key))""".formatted(ENDED)),
      new Rule("I2", "the gateway holds money only for a payment that knows of it", """
          select c.key from payments.simulated_charge c left join payments.payment p on p.id::text = c.key
          where p.id is null and c.status in ('AUTHORIZED', 'CAPTURED')"""),
      new Rule("I2", "an order that has ended holds nothing", """
          select id from orders.customer_order where status in %s and holds <> ''""".formatted(ENDED)),
      new Rule("I3", "an order goes only where it may go", """
          with step as (
            select subject, seq, data ->> 'status' as status,
                   lag(data ->> 'status') over (partition by subject order by seq) as former
            from events.event where jsonb_exists_all(data, array['orderId', 'status']))
          select subject from step
          where former is not null and former <> status and former || ' ' || status not in (%s)""".formatted(transitions())),
      new Rule("I3", "an order's last status is the last one told", """
          select o.id from orders.customer_order o
          where o.status is distinct from (
            select e.data ->> 'status' from events.event e where e.subject = o.id and jsonb_exists_all(e.data, array['orderId', 'status'])
            order by e.seq desc limit 1)"""),
      new Rule("I5", "a milestone was notified once", """
          select min(order_id) || ' ' || type from notifications.notification
          where event_id is not null group by event_id, user_id, type, channel having count(*) > 1"""),
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
      new Rule("I6", "an order that is short holds nothing and goes nowhere", """
          select id from orders.customer_order
          where shortage is not null and (holds <> '' or status not in ('RECEIVED', 'ANALYZED', 'REJECTED', 'CANCELLED'))"""),
      new Rule("I6", "a completed order used up what it reserved", """
          select o.id from orders.customer_order o
          where o.status = 'COMPLETED' and o.fulfilment ->> 'store' is null and not exists (
            select from inventory.reservation r where r.order_id = o.id and r.status = 'CONSUMED')"""),
      new Rule("I6", "a carrier has the parcel of an order that was sent, once, and of no other", """
          select o.id from orders.customer_order o
          left join shipping.shipment s on s.order_id = o.id and s.status = 'DISPATCHED'
          where o.way = 'SHIPMENT' group by o.id, o.status
          having count(s.id) <> case when o.status in ('SHIPPED', 'COMPLETED') then 1 else 0 end"""),
      new Rule("I6", "no parcel of an order that has ended waits for a carrier", """
          select s.order_id from shipping.shipment s join orders.customer_order o on o.id = s.order_id
          where o.status in %s and s.status in ('PREPARED', 'DISPATCHING')""".formatted(ENDED)),
      new Rule("I6", "a carrier comes only for what is to be sent", """
          select b.key from shipping.simulated_booking b left join shipping.shipment s on s.id::text = b.key
          where b.status = 'BOOKED' and (s.id is null or s.status in ('VOIDED', 'FAILED', 'PREPARED'))"""),
      new Rule("I7", "nobody is asked to look at an order that has ended", """
          select r.order_id from review.review r join orders.customer_order o on o.id = r.order_id
          where r.status = 'PENDING' and o.status in %s and o.updated_at < now() - interval '1 minute'""".formatted(ENDED)),
      new Rule("I7", "everything is published within a minute", """
          select e.id::text from events.outbox join events.event e using (seq) where e.occurred_at < now() - interval '1 minute'
            and not exists (select from orders.customer_order o where o.fact = e.seq and o.swept_at > now() - interval '1 minute')"""),
      new Rule("I7", "every fact is in the audit within five minutes", """
          select e.id::text from events.event e
          where e.occurred_at < now() - interval '5 minutes'
            and not exists (select from audit.audit_record r where r.event_id = e.id)"""),
      new Rule("I7", "every dead letter is dealt with", """
          select id::text from operations.dead_letter where dealt_with_at is null"""),
      new Rule("I8", "a task that recurs is there again within five minutes", """
          select t.id::text from tasks.task t join tasks.schedule s on s.id = t.schedule_id and s.last_occurrence = t.occurrence
          where s.status = 'ACTIVE' and t.status in ('COMPLETED', 'SKIPPED') and t.deleted_at is null
            and t.updated_at < now() - interval '5 minutes' and s.updated_at < now() - interval '5 minutes'"""),
      new Rule("I8", "a reminder that is to come is armed", """
          select t.id::text from tasks.task t where t.remind_at > now() + interval '1 minute' and not exists (
            select from timers.timer r where r.kind = 'REMINDER' and r.subject = t.id::text and r.status = 'PENDING' and r.due_at = t.remind_at)"""),
      new Rule("I8", "what a person decided is done within five minutes", """
          select c.task_id::text from tasks.consequence c join events.event e on e.seq = c.fact
          where e.occurred_at < now() - interval '5 minutes' and not exists (select from events.inbox i where i.event_id = e.id)"""));

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
