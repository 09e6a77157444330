package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.operations.Invariants;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.stream.Stream;

/** The checker is checked: each fault is made in a transaction that is rolled back after the checker has looked. */
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvariantsTest {

  @Autowired Invariants invariants;
  @Autowired JdbcTemplate database;
  @Autowired TransactionTemplate transaction;

  private String completed;
  private String rejected;

  @BeforeAll
  void one_order_of_each_end(@LocalServerPort int port) {
    var shop = new Shop(port);
    completed = shop.orders(1, "card");
    rejected = shop.orders(1, "card-declined");
    shop.servesAndHandsOver(completed);
    shop.becomes(rejected, "REJECTED");
  }

  @Test
  void a_healthy_database_has_no_violations() {
    assertThat(invariants.check().violations()).isEmpty();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("I1", "what was acknowledged is lost",
            "insert into orders.idempotency_key (key, fingerprint, subject, answer) values ('k', 'f', 'lost', '{}')"),
        Arguments.of("I8", "a task does not come back", """
            insert into tasks.schedule (id, task_id, title, rrule, zone, anchor, all_day, repeat_from, overdue, status, last_occurrence,
              occurrences, created_at, updated_at, version)
            values ('00000000-0000-7000-8000-000000000001', gen_random_uuid(), 'x', 'FREQ=DAILY', 'UTC', '2026-01-01', true, 'DUE', 'SKIP', 'ACTIVE',
              '2026-01-01', 1, now() - interval '1 hour', now() - interval '1 hour', 0);
            insert into tasks.task (id, title, status, priority, tags, all_day, zone, reminders, schedule_id, occurrence, order_refused,
              created_at, updated_at, version)
            values (gen_random_uuid(), 'x', 'COMPLETED', 'LOW', '[]', true, 'UTC', '[]', '00000000-0000-7000-8000-000000000001', '2026-01-01',
              false, now() - interval '1 hour', now() - interval '1 hour', 0)"""),
        Arguments.of("I8", "a reminder is not armed", """
            insert into tasks.task (id, title, status, priority, tags, all_day, zone, reminders, remind_at, order_refused, created_at, updated_at, version)
            values (gen_random_uuid(), 'x', 'OPEN', 'LOW', '[]', true, 'UTC', '[]', now() + interval '1 year', false, now(), now(), 0)"""),
        Arguments.of("I8", "a decision is not carried out", """
            insert into tasks.consequence (fact, task_id, told_at) select min(seq), gen_random_uuid(), now() from events.event;
            delete from events.inbox where event_id = (select id from events.event order by seq limit 1);
            alter table events.event disable trigger user;
            update events.event set occurred_at = now() - interval '1 hour' where seq = (select min(seq) from events.event)"""),
        Arguments.of("I1", "an order is received twice", """
            insert into events.event (id, type, subject, data, actor, occurred_at)
            select gen_random_uuid(), type, subject, data, actor, occurred_at from events.event
            where subject = '$completed' and type = 'order.received'"""),
        Arguments.of("I2", "a completed order was never charged",
            "update payments.payment set status = 'AUTHORIZED' where order_id = '$completed'"),
        Arguments.of("I2", "the escrow of a completed order is kept",
            "update payments.escrow set released = 0 where order_id = '$completed'"),
        Arguments.of("I2", "a ledger transaction does not add up", """
            alter table payments.ledger_entry disable trigger user;
            insert into payments.ledger_entry (transaction_id, account, owner, amount)
            select id, 'PLATFORM', '', 1 from payments.ledger_transaction where order_id = '$completed' limit 1"""),
        Arguments.of("I2", "a merchant owes", """
            alter table payments.ledger_entry disable trigger user;
            update payments.ledger_entry set amount = -amount where account = 'MERCHANT'"""),
        Arguments.of("I2", "a customer is promised money that never left an account",
            "insert into payments.refund select gen_random_uuid(), id, order_id, 1, currency, 'test', 'PENDING', 0, now() "
                + "from payments.payment where order_id = '$completed'"),
        Arguments.of("I2", "a refund is made twice", """
            insert into payments.simulated_refund
            select gen_random_uuid()::text, id::text, 1 from payments.payment where order_id = '$completed'"""),
        Arguments.of("I2", "too much is charged", """
            update payments.simulated_charge set captured = captured + 1
            where key = (select id::text from payments.payment where order_id = '$completed')"""),
        Arguments.of("I2", "a rejected order keeps its money at the gateway", """
            update payments.simulated_charge set status = 'AUTHORIZED'
            where key = (select id::text from payments.payment where order_id = '$rejected')"""),
        Arguments.of("I2", "the gateway holds money that nobody knows of",
            "insert into payments.simulated_charge values ('stray', 100, 'USD', 'AUTHORIZED', null, 1)"),
        Arguments.of("I2", "an order ends with something in its hands",
            "update orders.customer_order set holds = 'STOCK' where id = '$completed'"),
        Arguments.of("I3", "an order jumps", """
            insert into events.event (id, type, subject, data, actor, occurred_at)
            values (gen_random_uuid(), 'order.received', '$completed', '{"orderId": "x", "status": "RECEIVED"}', 'test', now())"""),
        Arguments.of("I3", "an order changes without telling",
            "update orders.customer_order set status = 'READY' where id = '$completed'"),
        Arguments.of("I5", "a customer is told twice", """
            alter table notifications.notification drop constraint milestone_is_told_once;
            insert into notifications.notification
            select gen_random_uuid(), event_id, order_id, user_id, type, channel, text, status, created_at, sent_at, error_message
            from notifications.notification where order_id = '$rejected' limit 1"""),
        Arguments.of("I6", "stock appears out of nowhere", """
            alter table inventory.stock drop constraint nothing_appears_or_vanishes;
            update inventory.stock set on_hand = on_hand + 1 where ingredient = 'blueberries'"""),
        Arguments.of("I6", "more is reserved than orders reserved", """
            update inventory.stock set reserved = reserved + 1, on_hand = on_hand - 1 where ingredient = 'blueberries'"""),
        Arguments.of("I6", "an order that has ended keeps its reservation",
            "update inventory.reservation set status = 'HELD' where order_id = '$completed'"),
        Arguments.of("I6", "an order that is short goes on",
            "update orders.customer_order set shortage = '[]' where id = '$completed'"),
        Arguments.of("I6", "a completed order used nothing up",
            "delete from inventory.reservation where order_id = '$completed'"),
        Arguments.of("I7", "a fact is not published", """
            with fact as (
              insert into events.event (id, type, subject, data, actor, occurred_at)
              values (gen_random_uuid(), 'stock.low', 'x', '{}', 'test', now() - interval '2 minutes') returning seq)
            insert into events.outbox select seq from fact"""),
        Arguments.of("I7", "a fact is not in the audit", """
            insert into events.event (id, type, subject, data, actor, occurred_at)
            values (gen_random_uuid(), 'stock.low', 'x', '{}', 'test', now() - interval '6 minutes')"""),
        Arguments.of("I7", "a dead letter is forgotten",
            "insert into operations.dead_letter (id, address, died_at) values (gen_random_uuid(), 'orders.place', now())"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void every_fault_is_found(String invariant, String fault, String sql) {
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      for (var statement : sql.replace("$completed", completed).replace("$rejected", rejected).split(";")) {
        database.execute(statement);
      }
      assertThat(invariants.check().violations()).as(fault).extracting(Invariants.Violation::invariant).contains(invariant);
    });
  }
}
