package dev.caravan.model.audit;

import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** Computes the chain anew, page by page, and compares. */
@Named("auditVerifier")
public class Verifier {

  private static final int PAGE = 1000;

  @PersistenceContext
  private Session database;

  /**
   * A {@link Verification}, or why there is none.
   *
   * @param head the hash of a record that was noted earlier, or null
   * @param records its number, given if and only if {@code head} is; from 0
   */
  @Transactional
  public Outcome verify(@Nullable String head, @Nullable String records) {
    if (records == null ? head != null : !records.matches("[0-9]{1,18}")) {
      return Refusal.of("invalid", "records", "must be the whole number that was noted with head");
    }
    if (head == null ? records != null : !head.matches("[0-9a-f]{64}")) {
      return Refusal.of("invalid", "head", "must be the 64 hex digits that were noted with records");
    }
    return records == null || head == null
        ? walk(-1, Entry.GENESIS) : walk(Long.parseLong(records), head);
  }

  private Verification walk(long noted, String notedHash) {
    long number = 0;
    var hash = Entry.GENESIS;
    var page = List.<Tuple>of();
    if (noted == 0 && !hash.equals(notedHash)) {
      return broken(number, hash, 0, "is not the one that was noted");
    }
    do {
      page = pageAfter(number);
      for (var row : page) {
        var wrong = wrong(row, number + 1, hash);
        if (wrong != null) {
          return broken(number, hash, number + 1, wrong);
        }
        number++;
        hash = row.get("hash", String.class);
        if (number == noted && !hash.equals(notedHash)) {
          return broken(number, hash, number, "is not the one that was noted");
        }
      }
    } while (page.size() == PAGE);
    return number < noted
        ? broken(number, hash, number + 1, "is missing") : new Verification(true, number, hash, null);
  }

  private List<Tuple> pageAfter(long number) {
    return database.createNativeQuery(
            "select " + Entry.COLUMNS + " from audit.audit_record where number > :number order by number limit :limit", Tuple.class)
        .setParameter("number", number).setParameter("limit", PAGE).getResultList();
  }

  private static @Nullable String wrong(Tuple row, long number, String previousHash) {
    var entry = Entry.of(row);
    if (entry.number() != number) {
      return "is missing";
    }
    if (!entry.previousHash().equals(previousHash)) {
      return "does not follow the one before it";
    }
    return entry.hash().equals(row.get("hash", String.class)) ? null : "is not what was recorded";
  }

  private static Verification broken(long records, String head, long number, String reason) {
    return new Verification(false, records, head, new Verification.Broken(number, reason));
  }
}
