package dev.caravan.model.delivery;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What there is to know about bringing one order, beside what the order itself knows. */
@Entity
@Table(schema = "delivery", name = "job")
public class Job {

  static final int MAX_WRONG_CODES = 5;

  @Id private String orderId;
  private String code;
  private int wrongCodes;
  private Instant offeredAt;
  private @Nullable Instant unreachableSince;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Job() {}

  Job(String orderId, String code, Instant now) {
    this.orderId = orderId;
    this.code = code;
    this.offeredAt = now;
  }

  /** What the customer gives the runner at the door. */
  String code() {
    return code;
  }

  /** Whether the code is right; after {@value #MAX_WRONG_CODES} wrong ones none is. */
  boolean takes(String tried) {
    if (wrongCodes >= MAX_WRONG_CODES) {
      return false;
    }
    if (!code.equals(tried)) {
      wrongCodes++;
      return false;
    }
    return true;
  }

  boolean isLocked() {
    return wrongCodes >= MAX_WRONG_CODES;
  }

  /** The customer is not known to be away. */
  void opens() {
    unreachableSince = null;
  }

  void unreachable(Instant now) {
    unreachableSince = now;
  }

  @Nullable Instant unreachableSince() {
    return unreachableSince;
  }
}
