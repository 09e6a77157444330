package dev.caravan.model.chat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.model.tasks.Batch;

/**
 * One change of a task that is ready to be made.
 *
 * @param action what it is called in answers
 * @param operation as callers of the API send it
 * @param done what is said when it was made
 * @param wanted what is said where it is only proposed
 * @param sure whether what is meant was said to the last word
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Deed(String action, Batch.Operation operation, String done, String wanted, boolean sure) {

  /** Whether it takes something away. */
  @JsonIgnore
  boolean isDestructive() {
    return operation.op() == Batch.Kind.DELETE;
  }
}
