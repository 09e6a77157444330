package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

@EndToEnd
class StoryTest {

  private static final int NOBODY = 1;

  @TempDir Path directory;

  @Test
  void what_the_document_says_happens(@LocalServerPort int port) throws Exception {
    new Story(port, directory).happens(Path.of("src/test/resources/dev/caravan/deploy/story.md"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = ';', value = {
      "a command that fails; echo before; echo why >&2 && false; why",
      "a server that is not there; true; curl -sS http://127.0.0.1:8080/; Failed to connect",
      "a word that is not said; echo yes; # → no; echo yes",
      "a word that only the command says; true said; # → said; said",
      "an unknown command; true; becomes READY; becomes",
      "an end of the shell; echo bye && exit 0; true; bye"})
  void a_story_fails_by(String what, String first, String second, String named) throws Exception {
    var document = document(first + "\n" + second + "\necho reached > after");
    var story = new Story(NOBODY, directory);
    assertThatThrownBy(() -> story.happens(document))
        .isInstanceOf(AssertionError.class).hasMessageContaining(named);
    assertThat(directory.resolve("after")).doesNotExist();
  }

  @Test
  void a_story_fails_by_what_takes_too_long() throws Exception {
    var document = document("until false; do echo still waiting; sleep 0.1; done");
    var story = new Story(NOBODY, directory, Duration.ofSeconds(1));
    assertThatThrownBy(() -> story.happens(document))
        .isInstanceOf(AssertionError.class).hasMessageContaining("until false").hasMessageContaining("\nstill waiting\n");
  }

  @Test
  void a_story_fails_by_a_quote_that_is_left_open() throws Exception {
    var document = document("echo 'open\necho reached > after");
    var story = new Story(NOBODY, directory);
    assertThatThrownBy(() -> story.happens(document))
        .isInstanceOf(AssertionError.class).hasMessageContaining("echo 'open");
    assertThat(directory.resolve("after")).doesNotExist();
  }

  @Test
  void a_document_without_commands_is_no_story() throws Exception {
    var document = Files.writeString(directory.resolve("empty.md"), "```json\n{}\n```\n");
    var story = new Story(NOBODY, directory);
    assertThatThrownBy(() -> story.happens(document)).isInstanceOf(AssertionError.class);
  }

  private Path document(String commands) throws IOException {
    return Files.writeString(directory.resolve("story.md"), "```bash\n" + commands + "\n```\n");
  }
}
