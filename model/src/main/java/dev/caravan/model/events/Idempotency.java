package dev.caravan.model.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Does a thing once per Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07) and answers the same for ever. */
@Named("idempotency")
public class Idempotency {

  @PersistenceContext
  private Session database;

  private final ObjectMapper json;

  public Idempotency(ObjectMapper json) {
    this.json = json;
  }

  /**
   * A request was carried out.
   *
   * @param subject id of what came of it
   */
  public record Done(String subject, Outcome view) implements Outcome {}

  /**
   * What {@code deed} answers now, or what it answered to this request under this key before.
   *
   * @param key an Idempotency-Key, if the caller sent one
   * @param deed a refusal, after which the key may be used again, or {@link Done}
   * @param answer what to say of a subject and its view in JSON, which is the same byte for byte every time
   */
  @Transactional(TxType.MANDATORY)
  public Outcome once(
      @Nullable String key, Object request, Supplier<Outcome> deed, BiFunction<String, String, Outcome> answer) {
    if (key != null && !key.matches("[\\x21-\\x7E]{1,255}")) {
      return Refusal.of("invalid-idempotency-key", "Idempotency-Key", "must be 1 to 255 printable ASCII characters");
    }
    if (key != null && !lock(key)) {
      return Refusal.of("idempotency-key-in-flight", "A request with this Idempotency-Key is being processed.");
    }
    var stored = key == null ? null : find(key);
    if (stored != null) {
      return stored.get("fingerprint", String.class).equals(fingerprint(request))
          ? answer.apply(stored.get("subject", String.class), stored.get("answer", String.class))
          : Refusal.of("idempotency-key-reused", "This Idempotency-Key belongs to another request.");
    }
    var outcome = deed.get();
    if (!(outcome instanceof Done done)) {
      return outcome;
    }
    var view = write(done.view());
    if (key != null) {
      store(key, fingerprint(request), done.subject(), view);
    }
    return answer.apply(done.subject(), view);
  }

  private boolean lock(String key) {
    return (Boolean) database.createNativeQuery("select pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
        .setParameter("key", key).getSingleResult();
  }

  private @Nullable Tuple find(String key) {
    return database.createNativeQuery(
            "select fingerprint, subject, answer from orders.idempotency_key where key = :key", Tuple.class)
        .setParameter("key", key).getResultStream().findFirst().orElse(null);
  }

  private void store(String key, String fingerprint, String subject, String answer) {
    database.createNativeQuery("""
            insert into orders.idempotency_key (key, fingerprint, subject, answer)
            values (:key, :fingerprint, :subject, :answer)""")
        .setParameter("key", key).setParameter("fingerprint", fingerprint)
        .setParameter("subject", subject).setParameter("answer", answer).executeUpdate();
  }

  private String fingerprint(Object request) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(write(request).getBytes(StandardCharsets.UTF_8));
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
