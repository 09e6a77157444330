package dev.caravan.model.payments;

import dev.caravan.model.Ids;
import dev.caravan.model.Money;
import dev.caravan.model.Outcome;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The double-entry ledger, append-only. What an account is owed is positive; what it owes, or holds for the house, is
 * negative. The entries of a transaction sum to zero: the database refuses others.
 */
@Named("ledger")
public class Ledger {

  public enum Account {
    /** What a customer has to pay, until the gateway has taken it. */
    CUSTOMER,
    /** What the gateway has taken and not given back. */
    GATEWAY,
    /** What is set apart for an order. */
    ESCROW,
    RUNNER, MERCHANT,
    /** The house's fees, and what it bears of others' losses. */
    PLATFORM,
    /** What is on its way back to a customer. */
    REFUNDS
  }

  /**
   * One line of a transaction.
   *
   * @param owner whose account: a customer, runner, store or order; the house where it is empty
   * @param amount minor units
   */
  public record Entry(Account account, String owner, long amount) {}

  /** What was posted at once. */
  public record Posting(UUID id, String kind, Instant at, String currency, List<Entry> entries) {}

  /** @param balances what the order's postings come to, by account */
  public record View(String orderId, List<Posting> postings, Map<Account, Long> balances) implements Outcome {}

  @PersistenceContext
  private Session database;
  private final Clock clock;

  public Ledger(Clock clock) {
    this.clock = clock;
  }

  /** Writes lines to be posted together; those of nothing are left out. */
  static final class Lines {
    private final List<Entry> entries = new ArrayList<>();

    Lines add(Account account, String owner, Money amount) {
      if (amount.amount() != 0) {
        entries.add(new Entry(account, owner, amount.amount()));
      }
      return this;
    }

    Lines take(Account account, String owner, Money amount) {
      return add(account, owner, amount.times(-1));
    }
  }

  /** @param key by which the same posting cannot be made twice */
  @Transactional(TxType.MANDATORY)
  void post(String orderId, String kind, String key, String currency, Lines lines) {
    if (lines.entries.isEmpty()) {
      return;
    }
    database.createNativeQuery("""
            with posting as (
              insert into payments.ledger_transaction (id, order_id, kind, key, currency, posted_at)
              values (:id, :order, :kind, :key, :currency, :now) returning id)
            insert into payments.ledger_entry (transaction_id, account, owner, amount)
            select posting.id, line.account, line.owner, line.amount
            from posting, unnest(cast(:accounts as text[]), cast(:owners as text[]), cast(:amounts as bigint[]))
              as line (account, owner, amount)""")
        .addSynchronizedQuerySpace("payments.ledger_entry")
        .setParameter("id", Ids.next()).setParameter("order", orderId).setParameter("kind", kind).setParameter("key", key)
        .setParameter("currency", currency).setParameter("now", clock.instant())
        .setParameter("accounts", lines.entries.stream().map(line -> line.account().name()).toArray(String[]::new))
        .setParameter("owners", lines.entries.stream().map(Entry::owner).toArray(String[]::new))
        .setParameter("amounts", lines.entries.stream().map(Entry::amount).toArray(Long[]::new))
        .executeUpdate();
  }

  /** Minor units that an order's postings left in an account. */
  @Transactional
  public long balance(String orderId, Account account) {
    return view(orderId).balances().getOrDefault(account, 0L);
  }

  @Transactional
  public View view(String orderId) {
    var postings = new LinkedHashMap<UUID, Posting>();
    var balances = new LinkedHashMap<Account, Long>();
    database.createNativeQuery("""
            select t.id, t.kind, t.posted_at, t.currency, e.account, e.owner, e.amount
            from payments.ledger_transaction t join payments.ledger_entry e on e.transaction_id = t.id
            where t.order_id = :order order by t.posted_at, t.id, e.line""", Tuple.class)
        .addSynchronizedQuerySpace("payments.ledger_entry")
        .setParameter("order", orderId).getResultStream().forEach(row -> {
          var account = Account.valueOf(row.get("account", String.class));
          var amount = row.get("amount", Long.class);
          postings.computeIfAbsent(row.get("id", UUID.class), id -> new Posting(id, row.get("kind", String.class),
                  row.get("posted_at", Instant.class), row.get("currency", String.class), new ArrayList<>()))
              .entries().add(new Entry(account, row.get("owner", String.class), amount));
          balances.merge(account, amount, Long::sum);
        });
    return new View(orderId, List.copyOf(postings.values()), balances);
  }
}
