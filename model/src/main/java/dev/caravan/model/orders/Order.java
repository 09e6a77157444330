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
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An order and its life: received, understood, placed (stock and money held together by a saga), confirmed; cooked and
 * handed over the counter, or offered, accepted by a runner, bought or cooked, brought and confirmed, or packed and sent by a
 * carrier; completed. What it holds it either uses or gives back; it ends only when it holds nothing.
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
  @Transient private @Nullable Step toldStep;
  private @Nullable String text;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private List<Item> items;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private Fulfilment fulfilment;
  private String paymentMethod;
  private @Nullable String note;
  private long tip;
  private @Nullable Long maxTotal;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable Charges charges;
  private @Nullable Long totalAmount;
  private @Nullable Long limitAmount;
  private @Nullable String totalCurrency;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable Question question;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable Settlement settlement;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable Reason reason;
  @Convert(converter = Holdings.class) private Set<Holding> holds = EnumSet.noneOf(Holding.class);
  private @Nullable String saga;
  private boolean inSaga;
  private @Nullable String runnerId;
  private @Nullable String carrier;
  private int carriersTried;
  @Column(insertable = false, updatable = false) @SuppressWarnings("UnusedVariable") private @Nullable String way;
  private @Nullable Instant deadline;
  private boolean reviewRequested;
  @Enumerated(EnumType.STRING) private @Nullable Substitutions substitutions;
  @JdbcTypeCode(SqlTypes.JSON) @Mutability(Immutability.class)
  private @Nullable List<Reason.Missing> shortage;
  private boolean wasShort;
  private int retries;
  @SuppressWarnings("UnusedVariable") private @Nullable String waitingFor;
  private long fact;
  private String trace;
  @Column(updatable = false) private Instant createdAt;
  private Instant updatedAt;
  private @Nullable Instant confirmedAt;
  private @Nullable Instant deliveryConfirmedAt;
  private @Nullable Instant sweptAt;
  @Version private long version;

  @SuppressWarnings("NullAway.Init")
  protected Order() {}

  Order(String id, NewOrder wanted, String trace, Instant now) {
    this.id = id;
    this.customerId = wanted.customerId();
    this.text = wanted.text();
    this.fulfilment = Fulfilment.of(wanted.fulfilment());
    this.tip = wanted.tip() == null ? 0 : wanted.tip();
    this.maxTotal = wanted.fulfilment() == null ? null : wanted.fulfilment().maxTotal();
    this.paymentMethod = wanted.payment().method();
    this.note = wanted.note();
    this.reviewRequested = Boolean.TRUE.equals(wanted.review());
    this.substitutions = wanted.substitutions();
    this.trace = trace;
    this.createdAt = now;
    this.updatedAt = now;
    this.items = List.of();
  }

  /** What has to happen next. */
  public Step nextStep() {
    return switch (status) {
      case RECEIVED, ANALYZED -> items.isEmpty() ? Step.ANALYZE : inSaga ? Step.RESERVE
          : question != null ? Step.APPROVE : shortage != null ? Step.SUBSTITUTE : Step.PLACE;
      case IN_REVIEW -> Step.REVIEW;
      case RESERVED -> Step.HOLD_PAYMENT;
      case PAID -> holds.contains(Holding.ESCROW) ? Step.CONFIRM : Step.PLACE_IN_ESCROW;
      case CONFIRMED -> fulfilment.byCourier() ? Step.OFFER : !fulfilment.byCarrier() ? cooking()
          : holds.contains(Holding.PAYMENT) ? Step.CAPTURE : Step.SHIP;
      case PREPARING -> Step.FINISH;
      case READY -> Step.COLLECT;
      case AVAILABLE -> !holds.contains(Holding.RUNNER) ? Step.ACCEPT
          : !inSaga ? Step.OPEN_ACCEPTANCE
          : holds.contains(Holding.PAYMENT) ? Step.CAPTURE : Step.CONFIRM_ACCEPTANCE;
      case ACCEPTED -> awaitsKitchen() ? cooking() : Step.ARRIVE;
      case ON_SITE -> question == null ? Step.PURCHASE : question.approved() ? Step.CHARGE_MORE : Step.APPROVE;
      case PURCHASED -> Step.PICK_UP;
      case COLLECTED -> fulfilment.byCourier() ? Step.SET_OUT
          : holds.contains(Holding.ESCROW) ? Step.RELEASE_ESCROW : Step.COMPLETE;
      case ON_THE_WAY -> Step.DELIVER;
      case DELIVERED -> deliveryConfirmedAt == null ? Step.CONFIRM_DELIVERY
          : !inSaga ? completionIsUndone() ? Step.OPEN_COMPLETION : Step.UNDO
          : holds.contains(Holding.ESCROW) ? Step.RELEASE_ESCROW
          : holds.contains(Holding.RUNNER) ? Step.DISCHARGE_RUNNER
          : holds.contains(Holding.PAYMENT) ? Step.VOID_PAYMENT : Step.COMPLETE;
      case SHIPPING -> carrier == null ? Step.SHIP : holds.contains(Holding.PARCEL) ? Step.DISPATCH : Step.PACK;
      case SHIPPED -> holds.contains(Holding.STOCK) ? Step.CONSUME_STOCK
          : holds.contains(Holding.ESCROW) ? Step.RELEASE_ESCROW : Step.COMPLETE;
      case COMPENSATING, COMPENSATION_FAILED -> Step.UNDO;
      case COMPLETED, REJECTED, CANCELLED -> Step.NONE;
    };
  }

  private Step cooking() {
    return holds.contains(Holding.STOCK) ? Step.CONSUME_STOCK : Step.PREPARE;
  }

  private boolean completionIsUndone() {
    return holds.contains(Holding.ESCROW) && holds.contains(Holding.RUNNER);
  }

  private boolean awaitsKitchen() {
    return fulfilment.fromKitchen() && !holds.contains(Holding.TICKET) && !holds.contains(Holding.MEAL);
  }

  /** Whether this step is due: not done already, and not too late. */
  public boolean awaits(Step step) {
    return nextStep() == step;
  }

  public void analyzed(List<Item> understood, FeePolicy fees) {
    require(Step.ANALYZE);
    contains(understood, fees);
    become(ANALYZED);
  }

  /** A person has to look at it before it is placed. */
  public void underReview() {
    require(Step.PLACE);
    become(IN_REVIEW);
  }

  /** A person has said yes. */
  public void admitted() {
    require(Step.REVIEW);
    become(ANALYZED);
  }

  public void placed(String sagaId) {
    require(Step.PLACE);
    enter(sagaId);
  }

  /** @param something whether there was anything to reserve */
  public void reserved(boolean something) {
    require(Step.RESERVE);
    if (something) {
      holds.add(Holding.STOCK);
    }
    become(RESERVED);
  }

  /** There is not enough for it: it leaves its saga, in which it held nothing, until something else stands in for what is short. */
  public void shortOf(List<Reason.Missing> missing) {
    require(Step.RESERVE);
    saga = null;
    inSaga = false;
    shortage = List.copyOf(missing);
    wasShort = true;
  }

  /** The customer has to say whether that may be made instead. */
  public void proposed(Question.Proposal instead) {
    require(Step.SUBSTITUTE);
    question = Question.substitutes(instead);
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
    inSaga = false;
    confirmedAt = when;
  }

  public void stockConsumed() {
    require(Step.CONSUME_STOCK);
    holds.remove(Holding.STOCK);
  }

  public void preparing() {
    require(Step.PREPARE);
    holds.add(Holding.TICKET);
    if (!fulfilment.byCourier()) {
      become(PREPARING);
    }
  }

  /** The kitchen rings the bell, wherever the runner is by then. */
  public void ready() {
    if (!holds.remove(Holding.TICKET)) {
      throw new IllegalStateException("order " + id + " has no ticket on the pass");
    }
    holds.add(Holding.MEAL);
    if (!fulfilment.byCourier()) {
      become(READY);
    }
  }

  public void collected() {
    require(Step.COLLECT);
    holds.remove(Holding.MEAL);
    become(COLLECTED);
  }

  public void offered() {
    require(Step.OFFER);
    become(AVAILABLE);
  }

  public void bound(String runner) {
    require(Step.ACCEPT);
    runnerId = runner;
    holds.add(Holding.RUNNER);
  }

  public void accepting(String sagaId) {
    require(Step.OPEN_ACCEPTANCE);
    enter(sagaId);
  }

  public void accepted() {
    require(Step.CONFIRM_ACCEPTANCE);
    become(ACCEPTED);
    inSaga = false;
  }

  /** Whether the order can still do without its runner: bound, but nothing bought yet. */
  public boolean canLoseRunner() {
    return holds.contains(Holding.RUNNER) && (status == AVAILABLE || status == ACCEPTED || status == ON_SITE)
        && nextStep() != Step.CHARGE_MORE;
  }

  /** Its runner is gone; it is offered again. */
  public void available() {
    if (!canLoseRunner()) {
      throw new IllegalStateException("order " + id + " is " + status + " and cannot do without its runner");
    }
    if (status != AVAILABLE) {
      become(AVAILABLE);
    }
    holds.remove(Holding.RUNNER);
    runnerId = null;
    question = null;
    inSaga = false;
  }

  public void arrived() {
    require(Step.ARRIVE);
    become(ON_SITE);
  }

  public void asked(Question what) {
    require(Step.PURCHASE);
    question = what;
  }

  /** The customer agrees; a higher price has still to be paid, while fewer or other items never make the order dearer. */
  public void approved(FeePolicy fees) {
    require(Step.APPROVE);
    var asked = Objects.requireNonNull(question);
    switch (asked.kind()) {
      case PRICE -> question = asked.yes();
      case ITEMS -> {
        contains(without(asked.skus()), fees);
        question = null;
      }
      case SUBSTITUTES -> {
        contains(Objects.requireNonNull(asked.proposal()).items(), fees);
        limitAmount = charges().total().amount();
        shortage = null;
        question = null;
      }
    }
  }

  /** What is in it apart from these. */
  public List<Item> without(List<String> skus) {
    return items.stream().filter(item -> !skus.contains(item.sku())).toList();
  }

  /** From here on there may be more money held, even while the gateway has not answered yet. */
  public void morePending() {
    require(Step.CHARGE_MORE);
    holds.add(Holding.PAYMENT);
  }

  /** More could not be taken: it may cost what it could before. */
  public void notChargedMore() {
    require(Step.CHARGE_MORE);
    question = null;
  }

  /** More was taken from the customer: from now on it may cost so much. */
  public void chargedMore(Money more) {
    require(Step.CHARGE_MORE);
    limitAmount = limit().plus(more).amount();
    holds.remove(Holding.PAYMENT);
    question = null;
  }

  /** @param actual what was paid for in the end, within the {@link #limit} */
  public void purchased(Charges actual) {
    require(Step.PURCHASE);
    if (actual.total().amount() > limit().amount()) {
      throw new IllegalStateException("order " + id + " may cost " + limit() + ", not " + actual.total());
    }
    cost(actual);
    limitAmount = actual.total().amount();
    become(PURCHASED);
  }

  /** What is packed for it, whatever its label. */
  public Optional<Holding> parcel() {
    return Stream.of(Holding.PARCEL, Holding.MISADDRESSED).filter(holds::contains).findFirst();
  }

  /** Whether the customer has it, or a carrier who brings it whatever happens. */
  public boolean isHandedOver() {
    return status == DELIVERED || status == SHIPPED || status == COLLECTED && !fulfilment.byCourier();
  }

  /** The carrier that comes next, empty when all have been tried. */
  Optional<String> nextCarrier() {
    return fulfilment.carriers().stream().skip(carriersTried).findFirst();
  }

  /** It goes to this carrier. */
  void shippingBy(String who) {
    require(Step.SHIP);
    carrier = who;
    carriersTried++;
    if (status != SHIPPING) {
      become(SHIPPING);
    }
  }

  public void packed() {
    require(Step.PACK);
    holds.remove(Holding.MISADDRESSED);
    holds.add(Holding.PARCEL);
  }

  /** Its carrier will not take it. */
  public void notDispatched() {
    require(Step.DISPATCH);
    holds.remove(Holding.PARCEL);
    carrier = null;
  }

  public void dispatched() {
    require(Step.DISPATCH);
    holds.remove(Holding.PARCEL);
    become(SHIPPED);
  }

  /** Whether nobody has set out for its address yet. */
  boolean canBeReaddressed() {
    return !status.isUndoing() && !status.isEnd() && !isHandedOver() && status != ON_THE_WAY;
  }

  /** Where it goes instead; a parcel that is packed needs another label. */
  void readdressed(Address elsewhere) {
    fulfilment = fulfilment.to(elsewhere);
    if (holds.remove(Holding.PARCEL)) {
      holds.add(Holding.MISADDRESSED);
    }
  }

  /** By when it has to have ended. */
  void endsBy(Instant when) {
    deadline = when;
  }

  void sentBy(List<String> carriers) {
    fulfilment = fulfilment.by(carriers);
  }

  /** The present step has to be tried again. */
  public void triedInVain() {
    retries++;
  }

  /** Whether the kitchen has begun. */
  boolean isCooking() {
    return holds.contains(Holding.TICKET) || holds.contains(Holding.MEAL);
  }

  /** Whether its price is final. */
  public boolean isPurchased() {
    return fulfilment.byCourier() && (status == PURCHASED || status == COLLECTED || status == ON_THE_WAY || status == DELIVERED);
  }

  public void pickedUp() {
    require(Step.PICK_UP);
    holds.remove(Holding.MEAL);
    become(COLLECTED);
  }

  public void setOut() {
    require(Step.SET_OUT);
    become(ON_THE_WAY);
  }

  public void delivered() {
    require(Step.DELIVER);
    become(DELIVERED);
  }

  public void deliveryConfirmed(Instant when) {
    require(Step.CONFIRM_DELIVERY);
    deliveryConfirmedAt = when;
  }

  public void completing(String sagaId) {
    require(Step.OPEN_COMPLETION);
    enter(sagaId);
  }

  public void captured() {
    if (!status.isUndoing() && !awaits(Step.CAPTURE) && !awaits(Step.RELEASE_ESCROW) || !holds.remove(Holding.PAYMENT)) {
      throw new IllegalStateException("order " + id + " has no payment to capture");
    }
    holds.add(Holding.CHARGE);
  }

  public void escrowReleased() {
    require(Step.RELEASE_ESCROW);
    holds.removeAll(EnumSet.of(Holding.ESCROW, Holding.CHARGE));
  }

  public void discharged() {
    require(Step.DISCHARGE_RUNNER);
    holds.remove(Holding.RUNNER);
  }

  public void completed() {
    require(Step.COMPLETE);
    become(COMPLETED);
    inSaga = false;
  }

  /** Whether this saga is completing the order, or was undone before it could. */
  public boolean isCompletedBy(String sagaId) {
    return status == DELIVERED && sagaId.equals(saga);
  }

  /** Undoes {@link #completing}: the order goes no further in that saga. */
  void completionUndone() {
    inSaga = false;
  }

  /** Undoes {@link #escrowReleased}. */
  public void escrowTakenBack() {
    holds.addAll(EnumSet.of(Holding.ESCROW, Holding.CHARGE));
  }

  /** Undoes {@link #discharged}. */
  public void boundAgain() {
    holds.add(Holding.RUNNER);
  }

  /** Turns the order back, or away if nothing has begun yet. @param shares who is paid all the same */
  void refuse(Reason why, @Nullable Settlement shares) {
    reason = why;
    settlement = shares;
    if (status.isBeingPlaced() && !inSaga) {
      question = null;
      become(why.cancels() ? CANCELLED : REJECTED);
    } else {
      inSaga = inSaga && status.isBeingPlaced();
      become(COMPENSATING);
    }
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
    become(confirmedAt == null && !Objects.requireNonNull(reason).cancels() ? REJECTED : CANCELLED);
    inSaga = false;
    return true;
  }

  void compensationFailed() {
    become(COMPENSATION_FAILED);
  }

  void contains(List<Item> priced, FeePolicy fees) {
    items = List.copyOf(priced);
    cost(chargesOf(priced, fees));
    if (limitAmount == null) {
      limitAmount = maxTotal == null ? charges().total().amount() : maxTotal;
    }
  }

  /** What the order would cost if it were these items, of which there must be one. */
  public Charges chargesOf(List<Item> priced, FeePolicy fees) {
    var goods = priced.stream().map(Item::price).reduce(Money::plus).orElseThrow();
    return fees.charges(goods, fulfilment.type(), tip);
  }

  private void cost(Charges now) {
    charges = now;
    totalAmount = now.total().amount();
    totalCurrency = now.currency();
  }

  private void enter(String sagaId) {
    saga = sagaId;
    inSaga = true;
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
    told();
  }

  @PrePersist
  @PreUpdate
  void saved() {
    waitingFor = nextStep().waitingFor();
  }

  /** The step that the order awaited when the world was last told of it; null before it was received. */
  @Nullable Step toldStep() {
    return toldStep;
  }

  /** The status that the world was last told of, if it is another one now. */
  @Nullable Status formerStatus() {
    return toldStatus == status ? null : toldStatus;
  }

  void told() {
    toldStatus = status;
    toldStep = nextStep();
  }

  /** Remembers the fact by which the order last moved on. */
  void movedBy(long seq, Instant when) {
    fact = seq;
    updatedAt = when;
    sweptAt = null;
    retries = 0;
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

  /** What it comes to; null until it is known what is in it. */
  public @Nullable Money total() {
    return charges == null ? null : charges.total();
  }

  public Charges charges() {
    return Objects.requireNonNull(charges, "order has no price yet");
  }

  /** The most that it may cost: what is held of the customer's money. */
  public Money limit() {
    return new Money(Objects.requireNonNull(limitAmount, "order has no price yet"), charges().currency());
  }

  public long tip() {
    return tip;
  }

  public @Nullable Question question() {
    return question;
  }

  /** Who is paid though the order was turned back; null where nobody is. */
  public @Nullable Settlement settlement() {
    return settlement;
  }

  public @Nullable String runnerId() {
    return runnerId;
  }

  /** The carrier that it is being sent by. */
  public @Nullable String carrier() {
    return carrier;
  }

  /** By when it has to have ended, one way or the other; null where it may take its time. */
  public @Nullable Instant deadline() {
    return deadline;
  }

  /** That time, or an earlier one that leaves the order a third of the time to its deadline. */
  public Instant early(Instant wished, Instant now) {
    if (deadline == null) {
      return wished;
    }
    var third = now.plus(Duration.between(now, deadline).multipliedBy(2).dividedBy(3));
    return third.isBefore(wished) ? third : wished;
  }

  /** Whether its customer may be asked for substitutes: once, unless the customer said no before. @param otherwise where nothing was said */
  public boolean mayBeSubstituted(Substitutions otherwise) {
    return !wasShort && Objects.requireNonNullElse(substitutions, otherwise) == Substitutions.ASK;
  }

  /** What there is not enough of for it; empty where nothing is short now. */
  public List<Reason.Missing> shortage() {
    return shortage == null ? List.of() : shortage;
  }

  /** Whether somebody asked for a person to look at it. */
  public boolean isReviewRequested() {
    return reviewRequested;
  }

  /** How often its present step was tried in vain. */
  public int retries() {
    return retries;
  }

  public @Nullable Reason reason() {
    return reason;
  }

  public Set<Holding> holds() {
    return Set.copyOf(holds);
  }

  /** The saga that the order was last in. */
  public @Nullable String saga() {
    return saga;
  }

  /** Whether this is the saga that the order goes forward in. @param sagaId null for none */
  public boolean isIn(@Nullable String sagaId) {
    return inSaga ? Objects.equals(saga, sagaId) : sagaId == null;
  }

  /** Whether that saga is open. */
  public boolean inSaga() {
    return inSaga;
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
