package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.timers.Timers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

@EndToEnd
class TimersTest {

  @Autowired Timers timers;
  @Autowired JdbcTemplate database;
  @Autowired TransactionTemplate transaction;

  @Test
  void however_many_nodes_fire_what_is_due_each_timer_fires_once() throws Exception {
    var due = Instant.now();
    transaction.executeWithoutResult(status ->
        IntStream.range(0, 500).forEach(each -> timers.arm("test-crowd", "crowd-" + each, due)));
    var nodes = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> node = () -> {
        int fired = 0;
        for (int batch = timers.fireDue(20); batch > 0; batch = timers.fireDue(20)) {
          fired += batch;
        }
        return fired;
      };
      for (var result : nodes.invokeAll(List.of(node, node, node, node))) {
        assertThat(result.get()).isNotNegative();
      }
    } finally {
      nodes.shutdownNow();
    }
    Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(firings("crowd-%")).isEqualTo(500));
  }

  @Test
  void a_timer_that_is_armed_again_is_moved() {
    transaction.executeWithoutResult(status -> {
      timers.arm("test-moved", "moved-1", Instant.now().plus(Duration.ofHours(1)));
      timers.arm("test-moved", "moved-1", Instant.now());
    });
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> firings("moved-1") == 1);
    assertThat(database.queryForObject("select count(*) from timers.timer where subject = 'moved-1'", Integer.class)).isEqualTo(1);
  }

  @Test
  void a_timer_that_was_armed_in_a_transaction_that_failed_never_fires() {
    transaction.executeWithoutResult(status -> {
      timers.arm("test-failed", "failed-1", Instant.now());
      status.setRollbackOnly();
    });
    transaction.executeWithoutResult(status -> timers.arm("test-after", "after-1", Instant.now()));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> firings("after-1") == 1);
    assertThat(firings("failed-1")).isZero();
  }

  private int firings(String subject) {
    return database.queryForObject(
        "select count(*) from events.event where type = 'timer.fired' and subject like ?", Integer.class, subject);
  }
}
