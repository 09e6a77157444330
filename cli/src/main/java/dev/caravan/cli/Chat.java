package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Talks about tasks and orders: one message, or one for each line that is typed. */
@Command(
    name = "chat",
    description = {
      "Talk about tasks and orders, in words.",
      "Without a message each line that is typed is one, until bye or the end of the input."
    },
    footer = {
      "  caravan chat remind me to call the bakery every second Tuesday at 9",
      "  caravan chat \"what is due today\" --by grace --zone Europe/Berlin",
      "  caravan chat"
    })
final class Chat implements Callable<Integer> {

  @ParentCommand private Caravan caravan;

  @Parameters(arity = "0..*", paramLabel = "<words>", description = "what is said")
  private List<String> words = List.of();

  @Option(names = "--by", paramLabel = "<id>", defaultValue = "ada", converter = Id.class, description = "who says it (default: ${DEFAULT-VALUE})")
  private String by = "";

  @Option(names = "--zone", paramLabel = "<zone>", description = "of the IANA database, by whose clock times are meant (default: this machine's)")
  private @Nullable String zone;

  @Override
  public Integer call() {
    if (!words.isEmpty()) {
      return say(String.join(" ", words));
    }
    try {
      // Whoever opened the input closes it.
      var lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      for (var line = read(lines); line != null && !line.strip().matches("(?i)bye|exit|quit"); line = read(lines)) {
        if (!line.isBlank()) {
          answer(line);
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable String read(BufferedReader lines) throws IOException {
    if (System.console() != null) {
      caravan.terminal().ask("> ");
    }
    return lines.readLine();
  }

  /** A message that is refused ends no conversation. */
  private void answer(String line) {
    try {
      say(line);
    } catch (Refused e) {
      caravan.terminal().complain("caravan: " + Terminal.clean(String.valueOf(e.getMessage())));
    }
  }

  private int say(String message) {
    var body = Json.given("message", message, "zone", zone == null ? here() : zone);
    return caravan.show(caravan.server().postOnceAs(by, "/chat", body, UUID.randomUUID().toString()), Chat::show);
  }

  /** The zone of this machine, if it is one that others know, too. */
  private static @Nullable String here() {
    var here = ZoneId.systemDefault().getId();
    return ZoneId.getAvailableZoneIds().contains(here) ? here : null;
  }

  private static void show(JsonNode answer, Terminal terminal) {
    answer.path("reply").asText().lines().map(Terminal::clean).forEach(terminal::print);
  }
}
