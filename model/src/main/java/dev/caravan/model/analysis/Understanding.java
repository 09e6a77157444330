package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Proposals.Proposed;
import dev.caravan.model.menu.Wish;
import dev.caravan.model.orders.Certainty;
import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What an order in words is taken to say. A language model proposes, the rules decide: what they understand stands, and where the
 * model understands something else, a person looks at it; what they do not understand may be as the model says, if it is sure, the
 * words name the dish and say nothing else.
 *
 * @param wishes nothing, where it was not understood
 * @param understood the phrases that made the wishes, as they were written
 * @param notUnderstood where it was not understood: the phrases that the rules made nothing of
 * @param reader who understood it, or found that it cannot be understood
 * @param proposed what the model understood where the rules understood something else
 * @param fallback why a model that was set up had no say in it
 */
public record Understanding(
    List<Wish> wishes, List<String> understood, List<String> notUnderstood, Certainty certainty, Reader reader,
    List<Wish> proposed, @Nullable String fallback) {

  /** Who understood an order. */
  public enum Reader {
    RULES, MODEL,
    /** Each by itself, and they are of one mind. */
    BOTH;

    /** As facts and metrics name it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean isClear() {
    return !wishes.isEmpty();
  }

  /** By the rules alone. */
  static Understanding of(Reading rules, @Nullable String fallback) {
    return new Understanding(rules.isClear() ? rules.wishes() : List.of(), rules.understood(), rules.notUnderstood(),
        new Certainty(rules.confidence(), false, false), Reader.RULES, List.of(), fallback);
  }

  static Understanding of(Reading rules, Proposed proposed) {
    var model = proposed.proposal();
    if (rules.isClear()) {
      return model.isClear() && new HashSet<>(model.wishes()).equals(new HashSet<>(rules.wishes()))
          ? read(rules.wishes(), rules.understood(), Math.max(rules.confidence(), model.confidence()), Reader.BOTH)
          : new Understanding(rules.wishes(), rules.understood(), List.of(), new Certainty(rules.confidence(), false, true),
              Reader.RULES, model.wishes(), null);
    }
    if (!model.isClear()) {
      return new Understanding(List.of(), rules.understood(), rules.notUnderstood(), new Certainty(0, false, false),
          Reader.BOTH, List.of(), null);
    }
    return new Understanding(model.wishes(), model.evidence(), List.of(),
        new Certainty(model.confidence(), true, !proposed.founded() || !holdsAllOf(rules, model)), Reader.MODEL, List.of(), null);
  }

  private static Understanding read(List<Wish> wishes, List<String> understood, int confidence, Reader reader) {
    return new Understanding(wishes, understood, List.of(), new Certainty(confidence, false, false), reader, List.of(), null);
  }

  /** Whether the model names every dish that the rules found, though they did not understand everything. */
  private static boolean holdsAllOf(Reading rules, Proposal model) {
    return model.wishes().stream().map(Wish::sku).collect(Collectors.toSet())
        .containsAll(rules.wishes().stream().map(Wish::sku).collect(Collectors.toSet()));
  }
}
