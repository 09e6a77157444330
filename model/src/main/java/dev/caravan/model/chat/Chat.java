package dev.caravan.model.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caravan.model.Ids;
import dev.caravan.model.Listing;
import dev.caravan.model.Outcome;
import dev.caravan.model.Refusal;
import dev.caravan.model.Turns;
import dev.caravan.model.analysis.OrderText;
import dev.caravan.model.chat.Reply.Action;
import dev.caravan.model.chat.Reply.State;
import dev.caravan.model.events.Idempotency;
import dev.caravan.model.language.Answer;
import dev.caravan.model.language.Prompt;
import dev.caravan.model.menu.Menu;
import dev.caravan.model.notifications.Preferences;
import dev.caravan.model.notifications.Wanted;
import dev.caravan.model.orders.Accepted;
import dev.caravan.model.orders.Intake;
import dev.caravan.model.orders.NewOrder;
import dev.caravan.model.tasks.Batch;
import dev.caravan.model.tasks.Due;
import dev.caravan.model.tasks.TaskBatch;
import dev.caravan.model.tasks.TaskView;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Named;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.validation.Validator;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Conversations about tasks and orders. What people say is read by rules and done as if they had called the API themselves; a
 * language model, where there is one, is asked between two transactions what the rules make nothing of. Nothing is ordered or taken
 * away that was not said to the last word, unless the person says yes.
 */
@Named("chat")
public class Chat {

  /** Turns that are kept of each person. */
  static final int MAX_TURNS = 50;
  private static final int TURNS_FOR_MODEL = 6;
  private static final int TASKS_FOR_MODEL = 20;

  private static final Listing<Turn, UUID> LISTING = new Listing<>(Turn.class, "saidAt", Turn::saidAt, Turn::id, UUID::fromString);

  @PersistenceContext
  private Session database;

  private final Deeds deeds;
  private final Interpreter interpreter;
  private final TaskBatch tasks;
  private final Intake intake;
  private final Menu menu;
  private final Preferences preferences;
  private final Idempotency idempotency;
  private final Validator validator;
  private final ChatPolicy policy;
  private final MeterRegistry metrics;
  private final Clock clock;

  Chat(
      Deeds deeds, Interpreter interpreter, TaskBatch tasks, Intake intake, Menu menu, Preferences preferences, Idempotency idempotency,
      Validator validator, ChatPolicy policy, MeterRegistry metrics, Clock clock) {
    this.deeds = deeds;
    this.interpreter = interpreter;
    this.tasks = tasks;
    this.intake = intake;
    this.menu = menu;
    this.preferences = preferences;
    this.idempotency = idempotency;
    this.validator = validator;
    this.policy = policy;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What somebody said once, by whoever sends it again. */
  private record Asked(String user, NewMessage message) {}

  /** What a language model is to be asked about the message; null where the rules understand it, or know why they do not. */
  @Transactional
  public @Nullable Prompt prompt(NewMessage said, @Nullable String user) {
    if (!policy.asksModel() || user == null || refusal(said, user).isPresent()) {
      return null;
    }
    var now = now(said, user);
    var conversation = database.find(Conversation.class, user);
    if (!isSenseless(read(said.message(), conversation, now).intent())) {
      return null;
    }
    // What others have written for somebody is not shown to the model, nor are replies, which tell it: it could be written for the model.
    var titles = deeds.mine(user, Map.of("status", "live")).filter(task -> user.equals(task.owner())).limit(TASKS_FOR_MODEL)
        .map(TaskView::title).toList();
    return interpreter.about(said.message(), earlier(user), titles, now);
  }

  private static boolean isSenseless(Intent intent) {
    return intent instanceof Intent.Ask ask && ask.lack() == Intent.Lack.SENSE;
  }

  /**
   * {@link Reply}, in JSON that is the same for the same key; or why there is none.
   *
   * @param answer what came of {@link #prompt}, null where nobody was asked
   * @param key an Idempotency-Key, if the caller sent one
   * @param user who says it
   */
  @Transactional
  public Outcome say(NewMessage said, @Nullable Answer answer, @Nullable String key, @Nullable String user) {
    var wrong = refusal(said, user);
    if (wrong.isPresent() || user == null) {
      return wrong.orElseThrow();
    }
    // Turns are forgotten in the end, the conversation stays.
    return idempotency.once(key, new Asked(user, said), () -> {
      Turns.await(database, "chat", user);
      var now = now(said, user);
      var reply = reply(said.message(), answer, conversation(user), user, now);
      var turn = new Turn(user, said.message(), reply, now.toInstant());
      database.persist(turn);
      database.flush();
      forgetOld(user);
      return new Idempotency.Done(user, reply);
    }, (id, json) -> new Reply.Written(json));
  }

  private static Optional<Refusal> refusal(NewMessage said, @Nullable String user) {
    return said.zone() == null || Due.zone(said.zone()) != null ? ofUser(user)
        : Optional.of(Refusal.of("invalid", "zone", "must be a zone of the IANA database, such as America/New_York"));
  }

  private static Optional<Refusal> ofUser(@Nullable String user) {
    return user != null && user.matches(Ids.CHOSEN) ? Optional.empty()
        : Optional.of(Refusal.of("invalid", "X-User-Id", "must say who is talking, and match " + Ids.CHOSEN));
  }

  private ZonedDateTime now(NewMessage said, String user) {
    var zone = Optional.ofNullable(said.zone())
        .or(() -> preferences.of(user) instanceof Wanted wanted && wanted.quietHours() != null ? Optional.of(wanted.quietHours().zone()) : Optional.empty());
    return clock.instant().atZone(zone.map(ZoneId::of).orElse(policy.zone()));
  }

  private Conversation conversation(String user) {
    var known = database.find(Conversation.class, user);
    if (known != null) {
      return known;
    }
    var conversation = new Conversation(user);
    database.persist(conversation);
    return conversation;
  }

  /**
   * A message that was read.
   *
   * @param words of the message, after those that it goes on with
   * @param unfinished the words that it goes on with, null where it begins anew
   */
  private record Heard(String words, @Nullable String unfinished, Intent intent) {}

  private Heard read(String message, @Nullable Conversation conversation, ZonedDateTime now) {
    var unfinished = Optional.ofNullable(conversation).flatMap(open -> open.unfinished(now.toInstant()))
        .filter(words -> Sentence.isTime(message, now)).orElse(null);
    var words = (unfinished == null ? "" : unfinished + " ") + message.strip().replaceFirst("[.?!]+$", "");
    var intent = Sentence.read(unfinished == null ? message : words, now);
    return new Heard(words, unfinished,
        isSenseless(intent) && OrderText.read(message, menu.catalogue()).isClear() ? new Intent.PlaceOrder(message) : intent);
  }

  private Reply reply(String message, @Nullable Answer answer, Conversation conversation, String user, ZonedDateTime now) {
    var pending = conversation.pending(now.toInstant());
    var heard = read(message, conversation, now);
    var intent = heard.intent();
    conversation.goesOn();
    if (intent instanceof Intent.Yes) {
      count("rules", intent);
      return pending.map(awaited -> confirmed(awaited, conversation, user, now)).orElseGet(() -> Reply.of("There is nothing that waits for a yes."));
    }
    if (intent instanceof Intent.No) {
      count("rules", intent);
      return Reply.of(pending.isPresent() ? "Nothing was changed." : "All right.");
    }
    var unfinished = intent instanceof Intent.Ask ask && ask.lack() == Intent.Lack.TIME ? heard.words() : heard.unfinished();
    if (intent instanceof Intent.Ask && unfinished != null) {
      conversation.asksWhen(unfinished, now.toInstant().plus(policy.patience()));
    }
    var translated = isSenseless(intent) && answer instanceof Answer.Said said ? interpreter.read(said.text(), now) : Optional.<List<Intent>>empty();
    count(translated.isPresent() ? "model" : "rules", translated.map(intents -> intents.get(0)).orElse(intent));
    return answer(translated.orElse(List.of(intent)), translated.isPresent(), conversation, user, now);
  }

  private void count(String reader, Intent intent) {
    metrics.counter("caravan.chat.messages", "reader", reader, "intent", intent.name()).increment();
  }

  /** @param translated whether these are not the person's own words */
  private Reply answer(List<Intent> intents, boolean translated, Conversation conversation, String user, ZonedDateTime now) {
    var changes = new ArrayList<Deed>();
    for (var intent : intents) {
      var plan = deeds.plan(intent, user, now);
      if (plan instanceof Plan.Nothing nothing) {
        return nothing.reply();
      }
      if (plan instanceof Plan.Purchase purchase) {
        return intents.size() > 1 ? Reply.of("One thing at a time: please order by itself.") : proposed(purchase, conversation, now);
      }
      changes.add(((Plan.Change) plan).deed());
    }
    var sure = changes.size() == 1 && (!changes.get(0).isDestructive() || changes.get(0).sure() && !translated);
    return sure ? carriedOut(changes, user) : proposed(changes, conversation, now);
  }

  private Reply proposed(List<Deed> changes, Conversation conversation, ZonedDateTime now) {
    conversation.proposes(Pending.changes(changes), now.toInstant().plus(policy.patience()));
    return new Reply("Shall I " + changes.stream().map(Deed::wanted).collect(Collectors.joining(", and ")) + "? Say yes or no.",
        changes.stream().map(change -> Action.ofTask(change.action(), State.PROPOSED, change.operation().id())).toList());
  }

  private Reply proposed(Plan.Purchase purchase, Conversation conversation, ZonedDateTime now) {
    conversation.proposes(Pending.order(purchase.order(), purchase.total()), now.toInstant().plus(policy.patience()));
    return new Reply(purchase.summary() + ". Shall I order it? Say yes or no.", List.of(Action.ofOrder("order", State.PROPOSED, null)));
  }

  private Reply confirmed(Pending pending, Conversation conversation, String user, ZonedDateTime now) {
    if (pending.order() == null) {
      return carriedOut(pending.deeds(), user);
    }
    var plan = deeds.purchase(pending.order());
    if (plan instanceof Plan.Nothing nothing) {
      return nothing.reply();
    }
    return plan instanceof Plan.Purchase purchase && !purchase.total().equals(pending.total()) ? proposed(purchase, conversation, now) : placed(pending.order());
  }

  private Reply placed(NewOrder order) {
    var wrong = validator.validate(order).stream().findFirst()
        .map(violation -> Refusal.of("invalid", violation.getPropertyPath().toString(), violation.getMessage()));
    var outcome = wrong.isPresent() ? wrong.get() : intake.receive(order, null, null);
    return outcome instanceof Accepted accepted
        ? new Reply("It is ordered: order %s. Ask me where it is.".formatted(accepted.orderId()), List.of(Action.ofOrder("order", State.DONE, accepted.orderId())))
        : new Reply("It cannot be ordered: " + ((Refusal) outcome).detail(), List.of(Action.refused("order", null, (Refusal) outcome)));
  }

  private Reply carriedOut(List<Deed> changes, String user) {
    var results = results(changes, user);
    var words = new ArrayList<String>();
    var actions = new ArrayList<Action>();
    for (int i = 0; i < changes.size(); i++) {
      var change = changes.get(i);
      var result = results.get(i);
      words.add(result.problem() == null ? change.done() : "I cannot %s: %s".formatted(change.wanted(), Objects.requireNonNull(result.problem()).detail()));
      actions.add(result.problem() == null ? Action.ofTask(change.action(), State.DONE, result.id()) : Action.refused(change.action(), result.id(), result.problem()));
    }
    return new Reply(String.join(" ", words), actions);
  }

  private List<Batch.Result> results(List<Deed> changes, String user) {
    try {
      return tasks.carryOut(new Batch(changes.stream().map(Deed::operation).toList()), null, user).results();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What somebody said, latest last. */
  private List<String> earlier(String user) {
    var messages = new ArrayList<>(database.createQuery("select message from Turn where userId = :user order by saidAt desc, id desc", String.class)
        .setParameter("user", user).setMaxResults(TURNS_FOR_MODEL).getResultList());
    Collections.reverse(messages);
    return messages;
  }

  private void forgetOld(String user) {
    database.createNativeQuery("""
            delete from chat.turn where user_id = :user and id not in
              (select id from chat.turn where user_id = :user order by said_at desc, id desc limit :kept)""")
        .addSynchronizedQuerySpace("chat.turn").setParameter("user", user).setParameter("kept", MAX_TURNS).executeUpdate();
  }

  /** One page of somebody's own conversation, or why not. */
  @Transactional
  public Outcome list(@Nullable String user, @Nullable String limit, @Nullable String cursor) {
    return ofUser(user).<Outcome>map(refusal -> refusal).orElseGet(() -> LISTING.page(database, Map.of("userId", Optional.ofNullable(user)), limit, cursor,
        (turns, next) -> new Turn.Page(turns.stream().map(Turn::view).toList(), next)));
  }

  /** Somebody's own conversation is forgotten, and whatever waited for a yes. */
  @Transactional
  public Outcome forget(@Nullable String user) {
    var wrong = ofUser(user);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Turns.await(database, "chat", Objects.requireNonNull(user));
    int forgotten = database.createMutationQuery("delete from Turn where userId = :user").setParameter("user", user).executeUpdate();
    conversation(user).goesOn();
    return new Turn.Forgotten(forgotten);
  }
}
