package dev.caravan.cli;

import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The part of a terminal on which lines are painted over and over. */
final class Screen implements AutoCloseable {

  private static final String DUMB = org.jline.terminal.Terminal.TYPE_DUMB;

  private final org.jline.terminal.Terminal terminal;
  private final Display display;

  private Screen(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
    this.display = new Display(terminal, false);
  }

  /** Null where nobody looks: the output is a file or a pipe, or the terminal can only write lines. */
  static @Nullable Screen open() {
    if (System.console() == null) {
      return null;
    }
    try {
      var terminal = TerminalBuilder.builder().system(true).dumb(false).build();
      if (terminal.getHeight() > 1 && terminal.getWidth() > 1 && !terminal.getType().startsWith(DUMB)) {
        return new Screen(terminal);
      }
      terminal.close();
    } catch (IOException | IllegalStateException e) {
      // A terminal that nothing is known of is written to line by line.
    }
    return null;
  }

  int height() {
    return terminal.getHeight();
  }

  /** Paints these lines where the last ones were; what does not fit is cut off. */
  void paint(List<String> lines) {
    var width = terminal.getWidth();
    var height = terminal.getHeight();
    var shown = new ArrayList<AttributedString>();
    lines.stream().limit(height - 1L).forEach(line -> shown.add(AttributedString.fromAnsi(line).columnSubSequence(0, width - 1)));
    // What is written afterwards goes below.
    shown.add(AttributedString.EMPTY);
    display.resize(height, width);
    display.update(shown, (shown.size() - 1) * (width + 1));
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
