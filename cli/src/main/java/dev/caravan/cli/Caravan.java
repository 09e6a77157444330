package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.util.function.BiConsumer;

/** The command {@code caravan}: a running Caravan from the terminal, over REST. */
@Command(
    name = "caravan",
    description = "Talks to a running Caravan. Each command has a --help of its own.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "<command>",
    commandListHeading = "",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, or something does not hold",
      "2:wrong usage",
      "3:the server cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  caravan demo",
      "  caravan submit \"two waffles\" --wait",
      "  caravan list --status ready",
      "  caravan watch o-1001"
    })
final class Caravan {

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "<url>",
      defaultValue = "${env:CARAVAN_URL:-http://127.0.0.1:8080}",
      description = {"where Caravan is (default: $CARAVAN_URL, else", "http://127.0.0.1:8080)"})
  private URI url = URI.create("");

  @Option(
      names = "--output",
      scope = ScopeType.INHERIT,
      paramLabel = "table|json",
      defaultValue = "table",
      description = "for people, or what the server answered (default: table)")
  private Format format = Format.table;

  @Spec private CommandSpec spec;

  /** How answers are written; the constants are spelled as they are typed. */
  enum Format { table, json }

  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var line = new CommandLine(new Caravan());
    Group.addTo(line);
    return line.setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(false)
        .setExecutionExceptionHandler((problem, command, parsed) -> Failures.report(problem, command));
  }

  Server server() {
    if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
      throw new ParameterException(spec.commandLine(), "--url must be an http or https URL, not '" + url + "'");
    }
    return new Server(url);
  }

  Terminal terminal() {
    var command = spec.commandLine();
    return new Terminal(command.getOut(), command.getErr(), command.getColorScheme().ansi().enabled());
  }

  /** Shows what the server answered, as JSON or for people. @return the exit code of success */
  int show(JsonNode answer, BiConsumer<JsonNode, Terminal> forPeople) {
    if (json()) {
      terminal().print(Json.write(answer));
    } else {
      forPeople.accept(Json.withoutNulls(answer), terminal());
    }
    return 0;
  }

  boolean json() {
    return format == Format.json;
  }

  URI url() {
    return url;
  }
}
