package dev.caravan.bench;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.bench.Mix.Fate;
import dev.caravan.bench.Mix.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Map;

class MixTest {

  @Test
  void every_fate_has_its_share() {
    assertThat(Mix.deal(1000, 1).stream().collect(groupingBy(Wanted::fate, counting()))).isEqualTo(Map.of(
        Fate.PLAIN, 600L, Fate.CARD_TIMEOUT, 80L, Fate.CARRIER_SLOW, 80L, Fate.CARRIER_DECLINED, 60L, Fate.CARRIER_DOWN, 60L,
        Fate.APPROVED, 60L, Fate.UNDECIDED, 20L, Fate.CANCELLED, 20L, Fate.READDRESSED, 20L));
    assertThat(Mix.deal(7, 1)).hasSize(7);
  }

  @Test
  void the_same_seed_deals_the_same_and_another_one_does_not() {
    assertThat(Mix.deal(100, 42)).isEqualTo(Mix.deal(100, 42)).isNotEqualTo(Mix.deal(100, 43));
  }

  @Test
  void orders_are_numbered_and_signals_come_in_their_time() {
    var dealt = Mix.deal(1000, 7);
    assertThat(dealt).extracting(Wanted::number).doesNotHaveDuplicates().startsWith(0, 1, 2);
    assertThat(dealt).filteredOn(wanted -> wanted.fate() == Fate.APPROVED).extracting(Wanted::signalAfter)
        .allSatisfy(millis -> assertThat(millis).isBetween(100, 3000));
    assertThat(dealt).filteredOn(wanted -> wanted.fate().signal().isEmpty()).extracting(Wanted::signalAfter).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_sent_is_json(Fate fate) throws JsonProcessingException {
    var json = new ObjectMapper();
    assertThat(json.readTree(fate.start("proof-1")).path("customerId").asText()).isEqualTo("proof-1");
    assertThat(json.readTree(fate.body()).isObject()).isEqualTo(!fate.signal().isEmpty());
  }
}
