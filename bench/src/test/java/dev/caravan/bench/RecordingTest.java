package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

class RecordingTest {

  @Test
  void statements_of_interleaved_sessions_become_transactions_in_the_order_of_their_ends() throws IOException {
    var recording = Recording.parse(Stream.of(
        executed("a", "BEGIN", ""), executed("a", "insert into one values ($1)", "$1 = '1'"),
        executed("b", "BEGIN", ""), executed("b", "insert into two values ($1)", "$1 = '2'"),
        executed("b", "COMMIT", ""), executed("c", "select 3", ""), executed("a", "COMMIT", "")));
    assertThat(recording.transactions()).extracting(transaction -> transaction.statements().get(0).sql())
        .containsExactly("insert into two values ($1)", "select 3", "insert into one values ($1)");
    assertThat(recording.transactions()).extracting(Recording.Transaction::explicit).containsExactly(true, false, true);
  }

  @Test
  void parameters_are_read_with_their_quotes_and_nulls_in_the_order_of_their_numbers() throws IOException {
    var recording = Recording.parse(Stream.of(
        executed("a", "select $1, $2, $3", "$1 = 'it''s $2 = ''x''', $2 = NULL, $3 = ''")));
    assertThat(recording.transactions().get(0).statements().get(0).parameters())
        .isEqualTo(Arrays.asList("it's $2 = 'x'", null, ""));
  }

  @Test
  void long_parameters_are_read_as_well() throws IOException {
    var bytes = "\\\\x" + "0123456789abcdef".repeat(10_000);
    var recording = Recording.parse(Stream.of(executed("a", "insert into t values ($1)", "$1 = '" + bytes + "'")));
    assertThat(recording.transactions().get(0).statements().get(0).parameters().get(0)).hasSize(160_002);
  }

  @Test
  void what_others_did_and_what_is_no_statement_is_left_out() throws IOException {
    var recording = Recording.parse(Stream.of(
        executed("a", "select 1", "").replace("caravan", "postgres"),
        "{\"user\": \"caravan\", \"session_id\": \"a\", \"message\": \"connection received\"}"));
    assertThat(recording.transactions()).isEmpty();
  }

  @Test
  void statements_are_counted_by_their_text_most_frequent_first() throws IOException {
    var recording = Recording.parse(Stream.of(
        executed("a", "select 1", ""), executed("a", "select  $1", "$1 = 'x'"), executed("a", "select\\n $1", "$1 = 'y'")));
    assertThat(recording.counts().toString()).isEqualTo("{select $1=2, select 1=1}");
  }

  static String executed(String session, String sql, String parameters) {
    return "{\"user\": \"caravan\", \"session_id\": \"" + session + "\", \"message\": \"execute S_1: " + sql + "\""
        + (parameters.isEmpty() ? "}" : ", \"detail\": \"Parameters: " + parameters + "\"}");
  }
}
