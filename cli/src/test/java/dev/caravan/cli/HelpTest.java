package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class HelpTest {

  private static Stream<String> commands() {
    return Caravan.commandLine().getSubcommands().keySet().stream();
  }

  @Test
  void the_commands_are_grouped_by_who_uses_them() {
    var help = Run.of(Ansi.OFF, "--help").out();

    assertThat(help).containsSubsequence("Orders:", "submit, order", "start", "Runners:", "accept", "Reviewers:", "approve",
        "Operators and staff:", "deadlines", "Shell:", "demo", "completion", "Exit codes:", "Examples:");
    assertThat(commands()).allSatisfy(command -> assertThat(help).containsPattern("(?m)^  (submit, )?" + command + "\\b"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void each_command_explains_itself_with_an_example_that_fits(String command) {
    var spec = Caravan.commandLine().getSubcommands().get(command).getCommandSpec();
    var help = Run.of(Ansi.OFF, command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).containsPattern("Examples:\\R  (caravan " + spec.name() + "|source <)");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    var examples = spec.usageMessage().footer();
    assertThat(examples).isNotEqualTo(Caravan.commandLine().getCommandSpec().usageMessage().footer());
    assertThat(Stream.of(examples).flatMap(example -> example.formatted().lines())).allMatch(line -> line.length() <= 79);
  }

  @Test
  void the_page_tells_each_command_as_it_is_typed() throws Exception {
    var page = Files.readString(Path.of("../docs/cli.md"));
    var typed = Pattern.compile("`caravan ([^`]+)`").matcher(page).results().map(command -> words(command.group(1))).toList();

    assertThat(typed).allSatisfy(words -> assertThatCode(() -> Caravan.commandLine().parseArgs(words)).doesNotThrowAnyException());
    assertThat(commands().filter(command -> !page.contains("caravan " + command)))
        .as("not on the page").containsExactly("order");
  }

  /** What a shell makes of a line with plain quotes. */
  private static String[] words(String line) {
    return Pattern.compile("'([^']*)'|\"([^\"]*)\"|\\S+").matcher(line).results()
        .map(word -> word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group())
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void each_option_is_described(String command) {
    CommandLine line = Caravan.commandLine().getSubcommands().get(command);

    assertThat(line.getCommandSpec().args()).allMatch(argument -> argument.description().length > 0);
  }
}
