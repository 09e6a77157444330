package dev.caravan.cli;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** How a run of the command went. */
record Run(int exitCode, String out, String err) {

  static Run of(StubServer server, String... arguments) {
    return of(Ansi.OFF, server, arguments);
  }

  static Run of(Ansi colour, StubServer server, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", server.url()));
    return of(colour, all.toArray(String[]::new));
  }

  static Run of(Ansi colour, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var exitCode = Caravan.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
        .setColorScheme(Help.defaultColorScheme(colour)).execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
