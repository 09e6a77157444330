package dev.caravan.config.saga;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.config.ChildProcess;
import dev.caravan.config.FreePort;
import dev.caravan.config.saga.SagaApplication.Notes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SagaCrashTest {

  @TempDir Path data;

  @Test
  void a_saga_that_was_open_when_the_process_died_is_undone_once_at_its_deadline() throws Exception {
    var arguments = new String[] {
        "--caravan.data=" + data, "--caravan.internal.port=" + FreePort.any(), "--caravan.saga.time-limit=8s"};
    try (var child = ChildProcess.run(SagaApplication.class, arguments)) {
      child.kill();
    }
    try (var application = SagaApplication.start(arguments)) {
      var notes = application.getBean(Notes.class);
      var coordinator = application.getBean(Coordinator.class);
      await().atMost(30, SECONDS).until(() -> notes.undone("order-of-the-dead").size() == 2);
      await().atMost(15, SECONDS).until(() -> coordinator.open().isEmpty());
      assertThat(notes.undone("order-of-the-dead")).containsExactly("undo-hold-payment", "undo-reserve-stock");
    }
  }

  @Test
  void a_saga_that_was_open_when_the_process_died_can_still_be_closed() throws Exception {
    var arguments = new String[] {
        "--caravan.data=" + data, "--caravan.internal.port=" + FreePort.any(), "--caravan.saga.time-limit=1h"};
    try (var child = ChildProcess.run(SagaApplication.class, arguments)) {
      child.kill();
    }
    try (var application = SagaApplication.start(arguments)) {
      var coordinator = application.getBean(Coordinator.class);
      var saga = coordinator.open().get(0);
      assertThat(saga.deadline()).isAfter(saga.started());
      assertThat(coordinator.close(saga.id())).isTrue();
      assertThat(coordinator.open()).isEmpty();
      assertThat(application.getBean(Notes.class).undone).isEmpty();
    }
  }
}
