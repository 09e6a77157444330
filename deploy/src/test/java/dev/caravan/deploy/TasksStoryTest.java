package dev.caravan.deploy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.nio.file.Path;

/** Types the guide to tasks, line by line. */
@EndToEnd
class TasksStoryTest {

  @Test
  void a_day_with_tasks_is_as_the_guide_says(@LocalServerPort int port, @TempDir Path directory) throws Exception {
    new Story(port, directory).happens(Path.of("../docs/tasks.md"));
  }
}
