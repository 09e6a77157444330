package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** What the database itself refuses to have in the ledger; every attempt is rolled back. */
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerTest {

  private static final String NEVER_CHANGED = "what is in the ledger is never changed";
  private static final String ZERO = "must sum to zero";
  private static final String AT_ONCE = "a ledger transaction is written at once";
  private static final String NEW = "00000000-0000-0000-0000-000000000001";
  private static final String OTHER = "00000000-0000-0000-0000-000000000002";
  private static final String LINES =
      "insert into payments.ledger_entry (transaction_id, account, owner, amount) values ";

  @Autowired JdbcTemplate database;
  @Autowired TransactionTemplate transaction;

  private String completed;

  @BeforeAll
  void there_is_something_in_it(@LocalServerPort int port) {
    var shop = new Shop(port);
    completed = shop.orders(1, "card");
    shop.servesAndHandsOver(completed);
  }

  @Test
  void a_transaction_whose_lines_sum_to_zero_is_taken() {
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      database.execute(posting(NEW));
      assertThat(database.update(LINES + lines(NEW, 5, -2, -3))).isEqualTo(3);
    });
  }

  static Stream<Arguments> attempts() {
    return Stream.of(
        Arguments.of("lines that do not sum to zero", posting(NEW) + ";" + LINES + lines(NEW, 5, -4), ZERO),
        Arguments.of("a single line", posting(NEW) + ";" + LINES + lines(NEW, 5), ZERO),
        Arguments.of("two transactions that are zero only together",
            posting(NEW) + ";" + posting(OTHER) + ";" + LINES + lines(NEW, 5) + ", " + lines(OTHER, -5), ZERO),
        Arguments.of("a line of nothing", posting(NEW) + ";" + LINES + lines(NEW, 0), "ledger_entry_amount_check"),
        Arguments.of("an account that there is not", posting(NEW) + ";" + LINES + lines(NEW, 5).replace("PLATFORM", "POCKET"), "ledger_entry_account_check"),
        Arguments.of("lines of no transaction", LINES + lines(NEW, 5, -5), "foreign key"),
        Arguments.of("a line added to an old transaction", LINES + lines("$old", 1), ZERO),
        Arguments.of("a balanced pair added to an old transaction", LINES + lines("$old", 1, -1), AT_ONCE),
        Arguments.of("a balanced pair added to a transaction of the same moment",
            posting(NEW) + ";" + LINES + lines(NEW, 5, -5) + ";" + LINES + lines(NEW, 1, -1), AT_ONCE),
        Arguments.of("the same key twice", """
            insert into payments.ledger_transaction (id, order_id, kind, key, currency, posted_at)
            select gen_random_uuid(), order_id, kind, key, currency, now() from payments.ledger_transaction where id = '$old'""",
            "ledger_transaction_key_key"),
        Arguments.of("another amount", "update payments.ledger_entry set amount = amount * 2 where transaction_id = '$old'", NEVER_CHANGED),
        Arguments.of("another order", "update payments.ledger_transaction set order_id = 'x' where id = '$old'", NEVER_CHANGED),
        Arguments.of("another amount by the back door", """
            insert into payments.ledger_entry (line, transaction_id, account, owner, amount) overriding system value
            select line, transaction_id, account, owner, amount * 2 from payments.ledger_entry where transaction_id = '$old'
            on conflict (line) do update set amount = excluded.amount""", NEVER_CHANGED),
        Arguments.of("a line less", "delete from payments.ledger_entry where transaction_id = '$old'", NEVER_CHANGED),
        Arguments.of("a transaction less", "delete from payments.ledger_transaction where id = '$old'", NEVER_CHANGED),
        Arguments.of("no lines at all", "truncate payments.ledger_entry", NEVER_CHANGED),
        Arguments.of("nothing at all", "truncate payments.ledger_transaction cascade", NEVER_CHANGED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attempts")
  void the_ledger_refuses(String what, String sql, String why) {
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      var old = database.queryForObject(
          "select id::text from payments.ledger_transaction where order_id = ? limit 1", String.class, completed);
      assertThatThrownBy(() -> {
        for (var statement : sql.replace("$old", old).split(";")) {
          database.execute(statement);
        }
      }).as(what).hasMessageContaining(why);
    });
  }

  private static String posting(String id) {
    return """
        insert into payments.ledger_transaction (id, order_id, kind, key, currency, posted_at)
        values ('%s', 'test', 'test', '%s', 'USD', now())""".formatted(id, id);
  }

  private static String lines(String posting, long... amounts) {
    var lines = new StringBuilder();
    for (var amount : amounts) {
      lines.append(lines.isEmpty() ? "" : ", ").append("('%s', 'PLATFORM', '', %d)".formatted(posting, amount));
    }
    return lines.toString();
  }
}
