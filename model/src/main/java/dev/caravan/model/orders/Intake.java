package dev.caravan.model.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Ids;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.menu.Item;
import dev.caravan.model.menu.Menu;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Takes orders in: what is answered with an acceptance is in the database and will reach its end. */
@Named("intake")
public class Intake {

  @PersistenceContext
  private EntityManager database;

  private final Orders orders;
  private final Menu menu;
  private final Idempotency idempotency;
  private final ObjectMapper json;
  private final Clock clock;

  public Intake(Orders orders, Menu menu, Idempotency idempotency, ObjectMapper json, Clock clock) {
    this.orders = orders;
    this.menu = menu;
    this.idempotency = idempotency;
    this.json = json;
    this.clock = clock;
  }

  /**
   * {@link Accepted}, or why not. An unknown customer is welcome: orders need no account, only an id to ask again by.
   *
   * @param key an Idempotency-Key, if the caller sent one
   * @param traceparent W3C trace context, if the caller sent one
   */
  @Transactional
  public Outcome receive(NewOrder wanted, @Nullable String key, @Nullable String traceparent) {
    if (key == null) {
      return receive(wanted, traceparent);
    }
    if (!key.matches("[\\x21-\\x7E]{1,255}")) {
      return Refusal.of("invalid-idempotency-key", "Idempotency-Key", "must be 1 to 255 printable ASCII characters");
    }
    return idempotency.once(key, fingerprint(wanted), () -> receive(wanted, traceparent));
  }

  private Outcome receive(NewOrder wanted, @Nullable String traceparent) {
    if ((wanted.text() == null) == (wanted.items() == null)) {
      return Refusal.of("invalid", wanted.text() == null ? "text" : "items", "send either text or items");
    }
    if (wanted.text() != null && wanted.text().isBlank()) {
      return Refusal.of("invalid", "text", "must not be blank");
    }
    List<Item> items = List.of();
    if (wanted.items() != null) {
      var priced = menu.price(wanted.items().stream().map(NewOrder.Line::wish).toList());
      if (priced instanceof Menu.Refused refused) {
        return refused.refusal();
      }
      items = ((Menu.Priced) priced).items();
    }
    var order = new Order(Ids.next().toString(), wanted, items, TraceId.of(traceparent), clock.instant());
    orders.moved(order, "order.received", Map.of("freeText", items.isEmpty()), order.customerId());
    database.persist(order);
    return new Accepted(order.id(), write(OrderView.of(order)));
  }

  private String fingerprint(NewOrder wanted) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(write(wanted).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
