package dev.caravan.deploy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.nio.file.Path;

@EndToEnd
class LifecycleStoryTest {

  @Test
  void the_lifecycle_guide_works_as_written(@LocalServerPort int port, @TempDir Path directory) throws Exception {
    new Story(port, directory).happens(Path.of("../docs/lifecycle.md"));
  }
}
