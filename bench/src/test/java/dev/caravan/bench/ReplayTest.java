package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

class ReplayTest {

  private static final String ADA = "01a1fbd9-0bb2-7f74-bcbc-000000000001";
  private static final String BOB = "01a1fbd9-0bb2-7f74-bcbc-000000000002";
  private static final String PAYMENT = "01a1fbd9-0bb2-7f74-bcbc-0000000000ff";
  private static final String SAGA = "http://127.0.0.1:8070/lra-coordinator/0_ffff7f000001_8b33_6b00fe72_1eff";

  @Test
  void each_transaction_goes_to_its_order_and_what_is_nobodys_is_dealt_out() throws IOException {
    var recording = Recording.parse(Stream.of(
        RecordingTest.executed("a", "update o set saga = $1 where id = $2", "$1 = '" + SAGA + "', $2 = '" + ADA + "'"),
        RecordingTest.executed("a", "insert into payment values ($1, $2)", "$1 = '" + PAYMENT + "', $2 = '" + BOB + "'"),
        RecordingTest.executed("a", "update lra set state = 1 where uid = $1", "$1 = '0:ffff7f000001:8b33:6b00fe72:1eff'"),
        RecordingTest.executed("a", "update charge set status = 1 where key = $1", "$1 = '" + PAYMENT + "'"),
        RecordingTest.executed("a", "select 1", ""), RecordingTest.executed("a", "select 2", "")));
    var replay = Replay.of(recording, Set.of(ADA, BOB), Map.of());
    assertThat(replay.chains())
        .extracting(chain -> chain.stream().map(each -> each.statements().get(0).sql().split(" ")[1]).toList())
        .anySatisfy(chain -> assertThat(chain).startsWith("o", "lra").hasSize(3))
        .anySatisfy(chain -> assertThat(chain).startsWith("into", "charge").hasSize(3));
    assertThat(replay.transactionsPerOrder()).isEqualTo(3);
  }

  @Test
  void shared_stock_is_updated_whatever_its_version_and_the_relay_stays_awake() throws IOException {
    var recording = Recording.parse(Stream.of(
        RecordingTest.executed(
            "a", "update inventory.stock set version=$1 where ingredient=$2 and version=$3",
            "$1 = '2', $2 = 'egg', $3 = '1'"),
        RecordingTest.executed("a", "insert into events.relay (asleep) values ($1)", "$1 = 't'")));
    var chain = Replay.of(recording, Set.of(ADA), Map.of()).chains().get(0);
    assertThat(chain.get(0).statements().get(0).sql())
        .isEqualTo("update inventory.stock set version=$1 where ingredient=$2 and $3::bigint is not null");
    assertThat(chain.get(1).statements().get(0).parameters()).containsExactly("false");
  }

  @Test
  void nothing_is_ever_due_in_a_replay() throws IOException {
    var now = "$1 = '2026-11-21 02:15:56.732871+00', $2 = '15000'";
    var recording = Recording.parse(Stream.of(
        RecordingTest.executed("a", "update timers.timer t set status = 'PROCESSED', fired_at = $1 where due_at <= $1 limit $2", now),
        RecordingTest.executed("a", "update orders.customer_order set swept_at = $1 where case when late then $2 end", now),
        RecordingTest.executed("a", "insert into timers.timer (due_at) values ($1)", now)));
    var chain = Replay.of(recording, Set.of(ADA), Map.of()).chains().get(0);
    assertThat(chain).extracting(transaction -> transaction.statements().get(0).parameters().get(0))
        .containsExactly("-infinity", "-infinity", "2026-11-21 02:15:56.732871+00");
    assertThat(chain.get(1).statements().get(0).sql()).endsWith("then $2::bigint end");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "update orders.customer_order set fact=$1 where id=$2 and version=$3 | true",
      "update timers.timer set status = 'CANCELLED' where kind = $1 and subject = $2 and status = 'PENDING' | true",
      "UPDATE lra.JBossTSTxTable SET ObjectState = $1 WHERE UidString=$2 | true",
      "update timers.timer set status = 'CANCELLED' where subject = $1 and status = 'PENDING' and kind = any($2) | false",
      "update timers.timer t set status = 'PROCESSED', attempts = attempts + 1 | false",
      "update orders.customer_order set swept_at = $1 where id in (select 1) | false",
      "insert into timers.timer (id) values ($1) on conflict (kind, subject) do update set due_at = $2 | false"})
  void an_update_finds_its_row_unless_it_looks_for_what_may_not_be_there(String sql, boolean finds) {
    assertThat(Replay.findsARow(sql)).isEqualTo(finds);
  }

  @Test
  void ids_are_fresh_in_every_run_and_the_same_within_one() {
    var ids = new Replay.Ids();
    assertThat(ids.of(ADA)).isEqualTo(ids.of(ADA)).isNotEqualTo(ADA).isNotEqualTo(new Replay.Ids().of(ADA));
    assertThat(ids.of("{\"orderId\": \"" + ADA + "\"}")).isEqualTo("{\"orderId\": \"" + ids.of(ADA) + "\"}");
  }

  @Test
  void a_saga_keeps_its_name_in_either_spelling() {
    var ids = new Replay.Ids();
    var uid = ids.of("0:ffff7f000001:8b33:6b00fe72:1eff");
    assertThat(uid).isNotNull().doesNotContain("6b00fe72").matches(Replay.UID);
    assertThat(ids.of(SAGA)).isEqualTo("http://127.0.0.1:8070/lra-coordinator/" + String.valueOf(uid).replace(':', '_'));
  }

  @Test
  void places_in_the_log_follow_the_new_facts_and_other_values_stay() {
    var ids = new Replay.Ids();
    ids.sequence(12949, 777);
    assertThat(ids.of("12949")).isEqualTo("777");
    assertThat(ids.of("10000000")).isEqualTo("10000000");
    assertThat(ids.of("2026-11-21 02:15:56.732871+00")).isEqualTo("2026-11-21 02:15:56.732871+00");
    assertThat(ids.of(null)).isNull();
  }
}
