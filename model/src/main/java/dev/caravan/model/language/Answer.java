package dev.caravan.model.language;

import java.util.Locale;

/** What came of a question to a language model: {@link Said} or {@link Silent}. Whatever it says is a proposal and nothing more. */
public sealed interface Answer permits Answer.Said, Answer.Silent {

  /** @param text as the model wrote it, good or not; empty where it wrote nothing */
  record Said(String text) implements Answer {}

  record Silent(Why why) implements Answer {}

  /** Why a model did not say anything. */
  enum Why {
    /** It took too long. */
    TIMEOUT,
    /** It could not be reached, refused, or wrote what is no answer or too long a one. */
    ERROR,
    /** It is being asked as much as it may be at a time. */
    BUSY,
    /** It failed so often that it is left alone for a while. */
    OUT_OF_ORDER;

    /** As facts and metrics name it, in kebab-case. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
