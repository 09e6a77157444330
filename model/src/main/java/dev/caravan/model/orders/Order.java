package dev.caravan.model.orders;

import static dev.caravan.model.orders.Status.*;

import dev.caravan.model.Money;
import dev.caravan.model.menu.Item;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An order and its life: received, understood, placed (stock and money held together by a saga), confirmed, made,
 * handed over, completed. What it holds it either uses or gives back; it ends only when it holds nothing.
 *
 * <p>Every transition is guarded here: an illegal one throws {@link IllegalStateException} and is a bug of the caller,
 * who asks {@link #awaits} first.
 */
@Entity
@DynamicUpdate
@Table(schema = "orders", name = "customer_order")
public class Order {

  @Id private String id;
  private String customerId;
  @Enumerated(EnumType.STRING) private Status status = RECEIVED;
  @Transient private @Nullable Status toldStatus;
  private @Nullable String text;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private List<Item> items;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private Fulfilment fulfilment;
  private String paymentMethod;
  private @Nullable String note;
  private @Nullable Long totalAmount;
  private @Nullable String totalCurrency;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable Reason reason;
  @Convert(converter = Holdings.class) private Set<Holding> holds = EnumSet.noneOf(Holding.class);
  private @Nullable String saga;
  private long fact;
  private String trace;
  @Column(updatable = false) private Instant createdAt;
  private Instant updatedAt;
  private @Nullable Instant confirmedAt;
  private @Nullable Instant sweptAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Order() {}

  Order(String id, NewOrder wanted, List<Item> items, String trace, Instant now) {
    this.id = id;
    this.customerId = wanted.customerId();
    this.text = wanted.text();
    this.fulfilment = new Fulfilment(wanted.fulfilmentType());
    this.paymentMethod = wanted.payment().method();
    this.note = wanted.note();
    this.trace = trace;
    this.createdAt = now;
    this.updatedAt = now;
    this.items = List.of();
    if (!items.isEmpty()) {
      contains(items);
    }
  }

  /** What has to happen next. */
  public Step nextStep() {
    return switch (status) {
      case RECEIVED, ANALYZED -> items.isEmpty() ? Step.ANALYZE : saga == null ? Step.PLACE : Step.RESERVE;
      case RESERVED -> Step.HOLD_PAYMENT;
      case PAID -> holds.contains(Holding.ESCROW) ? Step.CONFIRM : Step.PLACE_IN_ESCROW;
      case CONFIRMED -> holds.contains(Holding.STOCK) ? Step.CONSUME_STOCK : Step.PREPARE;
      case PREPARING -> Step.FINISH;
      case READY -> Step.COLLECT;
      case COLLECTED -> holds.isEmpty() ? Step.COMPLETE : Step.RELEASE_ESCROW;
      case COMPENSATING, COMPENSATION_FAILED -> Step.UNDO;
      case COMPLETED, REJECTED, CANCELLED -> Step.NONE;
    };
  }

  /** Whether this step is due: not done already, and not too late. */
  public boolean awaits(Step step) {
    return nextStep() == step;
  }

  public void analyzed(List<Item> understood) {
    require(Step.ANALYZE);
    contains(understood);
    become(ANALYZED);
  }

  public void placed(String sagaId) {
    require(Step.PLACE);
    saga = sagaId;
  }

  public void reserved() {
    require(Step.RESERVE);
    holds.add(Holding.STOCK);
    become(RESERVED);
  }

  /** From here on there may be money held for the order, even while the gateway has not answered yet. */
  public void paymentPending() {
    require(Step.HOLD_PAYMENT);
    holds.add(Holding.PAYMENT);
  }

  public void paymentAuthorized() {
    require(Step.HOLD_PAYMENT);
    become(PAID);
  }

  public void placedInEscrow() {
    require(Step.PLACE_IN_ESCROW);
    holds.add(Holding.ESCROW);
  }

  public void confirmed(Instant when) {
    require(Step.CONFIRM);
    become(CONFIRMED);
    confirmedAt = when;
  }

  public void stockConsumed() {
    require(Step.CONSUME_STOCK);
    holds.remove(Holding.STOCK);
  }

  public void preparing() {
    require(Step.PREPARE);
    become(PREPARING);
  }

  public void ready() {
    require(Step.FINISH);
    become(READY);
  }

  public void collected() {
    require(Step.COLLECT);
    become(COLLECTED);
  }

  public void escrowReleased() {
    require(Step.RELEASE_ESCROW);
    holds.clear();
  }

  public void completed() {
    require(Step.COMPLETE);
    become(COMPLETED);
  }

  /** Turns the order back, or away if nothing has begun yet. */
  void refuse(Reason why) {
    reason = why;
    become(saga == null ? REJECTED : COMPENSATING);
  }

  /** One holding is given back, or turned out never to have been held. */
  public void gaveBack(Holding holding) {
    holds.remove(holding);
  }

  /** Ends an order that was turned back, once it holds nothing. */
  boolean settle() {
    if (!status.isUndoing() || !holds.isEmpty()) {
      return false;
    }
    become(confirmedAt == null ? REJECTED : CANCELLED);
    return true;
  }

  void compensationFailed() {
    become(COMPENSATION_FAILED);
  }

  private void contains(List<Item> priced) {
    items = List.copyOf(priced);
    var total = priced.stream().map(Item::price).reduce(Money::plus).orElseThrow();
    totalAmount = total.amount();
    totalCurrency = total.currency();
  }

  private void require(Step step) {
    if (!awaits(step)) {
      throw new IllegalStateException("order " + id + " is " + status + " and awaits " + nextStep() + ", not " + step);
    }
  }

  private void become(Status next) {
    if (!status.mayBecome(next)) {
      throw new IllegalStateException("order " + id + " is " + status + " and cannot become " + next);
    }
    status = next;
  }

  @PostLoad
  void loaded() {
    toldStatus = status;
  }

  /** The status that the world was last told of, if it is another one now. */
  @Nullable Status formerStatus() {
    return toldStatus == status ? null : toldStatus;
  }

  void told() {
    toldStatus = status;
  }

  /** Remembers the fact by which the order last moved on. */
  void movedBy(long seq, Instant when) {
    fact = seq;
    updatedAt = when;
    sweptAt = null;
  }

  public String id() {
    return id;
  }

  public String customerId() {
    return customerId;
  }

  public Status status() {
    return status;
  }

  public @Nullable String text() {
    return text;
  }

  public List<Item> items() {
    return items;
  }

  public Fulfilment fulfilment() {
    return fulfilment;
  }

  public String paymentMethod() {
    return paymentMethod;
  }

  public @Nullable String note() {
    return note;
  }

  /** The price of everything in it; null until it is known what that is. */
  public @Nullable Money total() {
    return totalAmount == null ? null : new Money(totalAmount, Objects.requireNonNull(totalCurrency));
  }

  public Money price() {
    return Objects.requireNonNull(total(), "order has no price yet");
  }

  public @Nullable Reason reason() {
    return reason;
  }

  public Set<Holding> holds() {
    return Set.copyOf(holds);
  }

  public @Nullable String saga() {
    return saga;
  }

  public long fact() {
    return fact;
  }

  public String trace() {
    return trace;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  public long version() {
    return version;
  }
}
