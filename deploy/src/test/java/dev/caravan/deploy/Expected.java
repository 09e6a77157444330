package dev.caravan.deploy;

import static dev.caravan.model.orders.Status.*;

import dev.caravan.deploy.Worlds.Answer;
import dev.caravan.model.Money;
import dev.caravan.model.orders.Status;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An order by courier as it has to be, written anew from docs/delivery.md: what each request is to be answered, where
 * Caravan then takes it by itself, and who is paid in the end. What changes is a copy; RECEIVED stands for all of its
 * placing, and money is in minor units.
 */
final class Expected implements Cloneable, Worlds.World<Expected> {

  /** @param basket what each item costs, or is thought to, by sku */
  record Terms(String method, String currency, long deliveryFee, long tip, boolean fromKitchen, Map<String, Long> basket) {}

  record Shares(long merchant, long runner, long house) {

    static final Shares NONE = new Shares(0, 0, 0);

    long customer() {
      return merchant + runner + house;
    }
  }

  enum Ticket { NONE, COOKING, READY, TAKEN, WITHDRAWN }

  /** AGREED: a higher price, which is being paid. */
  enum Question { NONE, PRICE, ITEMS, AGREED }

  final Terms terms;
  Status status = RECEIVED;
  /** Who has it, or had it last. */
  String runner = "";
  boolean bound;
  Ticket ticket = Ticket.NONE;
  Question question = Question.NONE;
  /** The price in question. */
  long asked;
  /** The items in question. */
  List<String> lacking = List.of();
  Map<String, Long> basket;
  long goods;
  /** The most that it may cost with all fees. */
  long limit;
  int wrongCodes;
  boolean nobodyOpens;
  boolean confirmed;
  /** The time of its timer has come. */
  boolean due;
  String reason = "";
  /** How it ends, once it is turned back. */
  Status end = COMPLETED;
  Shares shares = Shares.NONE;

  Expected(Terms terms, long limit) {
    this.terms = terms;
    this.basket = terms.basket();
    this.goods = price(basket);
    this.limit = limit;
  }

  static long price(Map<String, Long> basket) {
    return basket.values().stream().mapToLong(Long::longValue).sum();
  }

  static long house(long goods) {
    return (goods * 5 + 50) / 100;
  }

  long total(long ofGoods) {
    return ofGoods + house(ofGoods) + terms.deliveryFee() + terms.tip();
  }

  Answer<Expected> accepts(String who) {
    if (bound && who.equals(runner)) {
      return unchanged();
    }
    return status == AVAILABLE && !bound ? then(next -> {
      next.runner = who;
      next.bound = true;
    }) : refused(409);
  }

  Answer<Expected> givesBack(String who) {
    return isStranger(who) ? refused(403) : canLoseRunner() ? answered(offeredAgain()) : refused(409);
  }

  Answer<Expected> reports(String who, Status stage, @Nullable Money price) {
    if (isStranger(who)) {
      return refused(403);
    } else if (price != null && (stage != PURCHASED || terms.fromKitchen())) {
      return refused(400);
    } else if (status == stage) {
      return unchanged();
    } else if (!isNext(stage) || stage == COLLECTED && ticket == Ticket.COOKING) {
      return refused(409);
    } else if (stage == PURCHASED && !terms.fromKitchen()) {
      return price == null || !price.currency().equals(terms.currency()) ? refused(400) : buys(price.amount());
    }
    return reached(stage, next -> next.ticket = stage == COLLECTED && ticket == Ticket.READY ? Ticket.TAKEN : ticket);
  }

  private Answer<Expected> buys(long price) {
    return total(price) > limit ? asks(Question.PRICE, next -> next.asked = price) : reached(PURCHASED, next -> {
      next.goods = price;
      next.limit = total(price);
    });
  }

  private boolean isNext(Status stage) {
    return switch (stage) {
      case ON_SITE -> status == ACCEPTED && !awaitsKitchen();
      case PURCHASED -> status == ON_SITE && question == Question.NONE;
      case COLLECTED -> status == PURCHASED;
      case ON_THE_WAY -> status == COLLECTED;
      default -> status == ON_THE_WAY;
    };
  }

  Answer<Expected> lacks(String who, List<String> skus) {
    var left = new TreeMap<>(basket);
    left.keySet().removeAll(skus);
    return cannotBuy(who).orElse(!basket.keySet().containsAll(skus) ? refused(400)
        : status == ACCEPTED ? refused(409)
        : left.isEmpty() ? answered(storeFailed("item-unavailable"))
        : asks(Question.ITEMS, next -> next.lacking = skus));
  }

  Answer<Expected> findsClosed(String who) {
    return cannotBuy(who).orElse(answered(storeFailed("store-closed")));
  }

  private Optional<Answer<Expected>> cannotBuy(String who) {
    return Optional.ofNullable(isStranger(who) ? refused(403) : terms.fromKitchen() ? refused(400)
        : status != ACCEPTED && !isNext(PURCHASED) ? refused(409) : null);
  }

  Answer<Expected> findsNobody(String who) {
    return isStranger(who) ? refused(403) : status != ON_THE_WAY ? refused(409) : nobodyOpens ? unchanged() : then(next -> {
      next.nobodyOpens = true;
      next.due = false;
    });
  }

  Answer<Expected> answers(boolean yes) {
    if (status != ON_SITE || question != Question.PRICE && question != Question.ITEMS) {
      return refused(409);
    } else if (!yes) {
      return answered(question == Question.ITEMS ? storeFailed("item-unavailable")
          : turnedBack("price-declined", new Shares(0, terms.deliveryFee(), 0)));
    }
    return then(next -> {
      next.due = false;
      if (question == Question.ITEMS) {
        next.basket = new TreeMap<>(basket);
        next.basket.keySet().removeAll(lacking);
        next.goods = price(next.basket);
      }
      next.question = question == Question.ITEMS ? Question.NONE : Question.AGREED;
    });
  }

  Answer<Expected> confirms(boolean rightly) {
    if (status != DELIVERED && status != COMPLETED) {
      return refused(409);
    } else if (wrongCodes == 5) {
      return refused(429);
    } else if (!rightly) {
      return new Answer<>(422, with(next -> next.wrongCodes++));
    }
    return status == DELIVERED && !confirmed ? answered(handedOver()) : unchanged();
  }

  /** A signal is taken, and carried out in a while. */
  Answer<Expected> callsOff() {
    var answer = callingOff();
    return answer.code() == 200 ? new Answer<>(202, answer.next()) : answer;
  }

  private Answer<Expected> callingOff() {
    if (reason.equals("cancelled-by-customer")) {
      return unchanged();
    }
    var spent = !terms.fromKitchen() || ticket == Ticket.NONE ? 0 : goods;
    var fee = terms.deliveryFee();
    return switch (status) {
      case COMPENSATING, COMPLETED, REJECTED, CANCELLED, DELIVERED -> refused(409);
      case ACCEPTED -> calledOff(new Shares(spent, fee / 2, house(spent)));
      case ON_SITE -> question == Question.AGREED ? refused(409) : calledOff(new Shares(spent, fee, house(spent)));
      case PURCHASED, COLLECTED, ON_THE_WAY -> calledOff(new Shares(goods, fee, house(goods)));
      default -> calledOff(Shares.NONE);
    };
  }

  /** The kitchen's bell. */
  Answer<Expected> isReady() {
    return switch (ticket) {
      case NONE -> refused(404);
      case COOKING -> status == COMPENSATING ? refused(409) : then(next -> next.ticket = Ticket.READY);
      case READY, TAKEN -> unchanged();
      case WITHDRAWN -> refused(409);
    };
  }

  /** The time of this timer comes, if it is pending. */
  Answer<Expected> comes(String timer) {
    return timer.equals(guard()) ? then(next -> next.due = true) : unchanged();
  }

  /** The timer that is pending. */
  String guard() {
    return switch (status) {
      case AVAILABLE -> "ORDER_TIMEOUT";
      case ON_SITE -> question == Question.PRICE || question == Question.ITEMS ? "APPROVAL_EXPIRY" : "STAGE_TIMEOUT";
      case ACCEPTED, PURCHASED, COLLECTED -> "STAGE_TIMEOUT";
      case ON_THE_WAY -> nobodyOpens ? "CUSTOMER_GRACE" : "STAGE_TIMEOUT";
      case DELIVERED -> confirmed ? "" : "CONFIRMATION_GRACE";
      default -> "";
    };
  }

  @Override
  public Set<Expected> later() {
    var all = new HashSet<>(Set.of(this));
    nexts().forEach(next -> all.addAll(next.later()));
    return all;
  }

  /** Whether it stays as it is until somebody does something. */
  boolean rests() {
    return nexts().isEmpty();
  }

  private Set<Expected> nexts() {
    var nexts = new HashSet<Expected>();
    switch (status) {
      case RECEIVED -> nexts.add(terms.method().equals("card-declined") ? turnedBack("payment-declined", Shares.NONE) : at(AVAILABLE));
      case AVAILABLE -> {
        if (bound) {
          nexts.add(terms.method().equals("card-expiring") ? turnedBack("payment-declined", Shares.NONE) : at(ACCEPTED));
        } else if (due) {
          nexts.add(turnedBack("no-runner", Shares.NONE));
        }
      }
      case ACCEPTED, ON_SITE -> {
        if (awaitsKitchen()) {
          nexts.add(with(next -> next.ticket = Ticket.COOKING));
        } else if (question == Question.AGREED) {
          nexts.add(with(next -> {
            next.limit = total(asked);
            next.question = Question.NONE;
          }));
        }
        if (due && question == Question.AGREED) {
          nexts.add(with(next -> next.due = false));
        } else if (due) {
          nexts.add(question == Question.NONE ? offeredAgain() : answers(false).next());
        }
      }
      case PURCHASED, COLLECTED, ON_THE_WAY -> {
        if (due) {
          nexts.add(nobodyOpens
              ? turnedBack("customer-unreachable", new Shares(goods, terms.deliveryFee(), house(goods)))
              : turnedBack("runner-vanished", new Shares(goods, 0, -goods)));
        }
      }
      case DELIVERED -> {
        if (due) {
          nexts.add(handedOver());
        } else if (confirmed) {
          nexts.add(bound ? with(next -> next.bound = false) : with(next -> {
            next.status = COMPLETED;
            next.shares = new Shares(goods, terms.deliveryFee() + terms.tip(), house(goods));
          }));
        }
      }
      case COMPENSATING -> {
        if (bound) {
          nexts.add(with(next -> next.bound = false));
        }
        if (ticket == Ticket.COOKING || ticket == Ticket.READY) {
          nexts.add(with(next -> next.ticket = Ticket.WITHDRAWN));
        }
        if (nexts.isEmpty()) {
          nexts.add(with(next -> next.status = end));
        }
      }
      default -> {
      }
    }
    return nexts;
  }

  private boolean isStranger(String who) {
    return !bound || !who.equals(runner);
  }

  private boolean awaitsKitchen() {
    return terms.fromKitchen() && status == ACCEPTED && ticket == Ticket.NONE;
  }

  private boolean canLoseRunner() {
    return status == AVAILABLE || status == ACCEPTED || status == ON_SITE && question != Question.AGREED;
  }

  private Expected offeredAgain() {
    return at(AVAILABLE).with(next -> {
      next.runner = "";
      next.bound = false;
      next.question = Question.NONE;
    });
  }

  private Expected handedOver() {
    return at(DELIVERED).with(next -> next.confirmed = true);
  }

  private Expected storeFailed(String why) {
    return turnedBack(why, new Shares(0, terms.deliveryFee(), -terms.deliveryFee()));
  }

  private Answer<Expected> calledOff(Shares paid) {
    return answered(turnedBack("cancelled-by-customer", paid));
  }

  private Expected turnedBack(String why, Shares paid) {
    return at(COMPENSATING).with(next -> {
      next.end = status == RECEIVED && !why.equals("cancelled-by-customer") ? REJECTED : CANCELLED;
      next.reason = why;
      next.shares = paid;
    });
  }

  private Answer<Expected> asks(Question what, Consumer<Expected> detail) {
    return reached(ON_SITE, detail.andThen(next -> next.question = what));
  }

  private Answer<Expected> reached(Status stage, Consumer<Expected> detail) {
    return answered(at(stage).with(detail));
  }

  private Expected at(Status stage) {
    return with(next -> {
      next.status = stage;
      next.due = false;
    });
  }

  private Answer<Expected> then(Consumer<Expected> change) {
    return answered(with(change));
  }

  private Answer<Expected> unchanged() {
    return answered(this);
  }

  private Answer<Expected> refused(int code) {
    return new Answer<>(code, this);
  }

  private static Answer<Expected> answered(Expected next) {
    return new Answer<>(200, next);
  }

  private Expected with(Consumer<Expected> change) {
    try {
      var next = (Expected) clone();
      change.accept(next);
      return next;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private List<Object> everything() {
    return Arrays.asList(status, runner, bound, ticket, question, asked, basket, lacking, goods, limit, wrongCodes,
        nobodyOpens, confirmed, due, reason, end, shares);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Expected that && everything().equals(that.everything());
  }

  @Override
  public int hashCode() {
    return everything().hashCode();
  }

  @Override
  public String toString() {
    return everything().toString();
  }
}
