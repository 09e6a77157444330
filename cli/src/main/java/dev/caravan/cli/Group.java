package dev.caravan.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands, by who uses them. */
enum Group {
  ORDERS("Orders", Submit.class, Start.class, ListOrders.class, Status.class, Show.class, Watch.class, History.class,
      Cancel.class, UpdateAddress.class, Answer.class, Confirm.class, Rate.class, ShowReceipt.class, ShowMenu.class),
  RUNNERS("Runners", Accept.class, Deliver.class, GiveBack.class),
  REVIEWERS("Reviewers", Reviews.class, Approve.class, Reject.class),
  EVERYBODY("Everybody", Chat.class, Tasks.class),
  OPERATORS("Operators and staff", Ready.class, Collect.class, ListStock.class, Restock.class, ListUsers.class,
      Register.class, RefundOrder.class, Deadlines.class, ListTimers.class, Audit.class, DeadLetters.class, Check.class),
  SHELL("Shell", Demo.class, Completion.class);

  private static final int INDENT = 2;

  private final String title;
  private final List<Class<?>> commands;

  Group(String title, Class<?>... commands) {
    this.title = title;
    this.commands = List.of(commands);
  }

  /** Adds all commands of all groups, and has the help tell them group by group. */
  static void addTo(CommandLine caravan) {
    Stream.of(values()).flatMap(group -> group.commands.stream()).forEach(caravan::addSubcommand);
    caravan.getHelpSectionMap().put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Group::help);
  }

  private static String help(Help help) {
    var named = help.subcommands();
    var width = named.values().stream().mapToInt(command -> names(command).length()).max().orElse(0);
    return Stream.of(values()).map(group -> {
      var table = TextTable.forColumns(help.colorScheme(),
          new Column(width + INDENT, INDENT, Overflow.SPAN),
          new Column(help.commandSpec().usageMessage().width() - width - INDENT, INDENT, Overflow.WRAP));
      named.values().stream().filter(command -> group.commands.contains(command.commandSpec().userObject().getClass()))
          .forEach(command -> table.addRowValues(help.colorScheme().commandText(names(command)),
              help.colorScheme().text(command.commandSpec().usageMessage().description()[0])));
      return "%n%s:%n".formatted(group.title) + table;
    }).collect(Collectors.joining());
  }

  private static String names(Help command) {
    return String.join(", ", command.commandSpec().names());
  }
}
