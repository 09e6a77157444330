package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.bench.Mix.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

class ProofTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
      "10, 10, 0, true, 0, true",
      "10, 10, 1, true, 0, false",
      "10, 10, 1, true, 9, true",
      "10, 9, 0, true, 0, false",
      "10, 9, 0, true, 9, false",
      "9, 9, 0, true, 9, false",
      "10, 10, 0, false, 9, false"})
  void all_have_ended_none_late_unless_the_application_was_away_and_nothing_is_amiss(
      int orders, int ended, int late, boolean holds, int secondsAway, boolean kept) throws JsonProcessingException {
    assertThat(found(orders, ended, late, holds, secondsAway).isKept(10)).isEqualTo(kept);
  }

  @Test
  void what_was_late_is_told_by_its_order() throws JsonProcessingException {
    var bytes = new ByteArrayOutputStream();
    found(10, 10, 1, true, 9).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).containsPattern("late +1\n").contains("proof-1-7")
        .containsPattern("plain +0 +10 +0 +0\n").containsPattern("away for +9.0 s\n");
  }

  private static Proof.Found found(int orders, int ended, int late, boolean holds, int secondsAway)
      throws JsonProcessingException {
    return new Proof.Found(Map.of(Fate.PLAIN, Map.of("COMPLETED", 10)), 0, JSON.readTree("""
        {"orders": %d, "ended": %d, "late": %d, "lateOrders": [{"orderId": "proof-1-7"}]}""".formatted(orders, ended, late)),
        JSON.readTree("{\"holds\": %s, \"violations\": []}".formatted(holds)), Duration.ofSeconds(secondsAway));
  }
}
