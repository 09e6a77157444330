package dev.caravan.cli;

import dev.caravan.cli.Terminal.Tone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a header, every column but the last as wide as its widest cell. */
final class Table {

  /** A piece of text, cleaned, and how it is painted. */
  record Cell(String text, Tone tone) {

    Cell {
      text = Terminal.clean(text);
    }
  }

  private static final String GAP = "  ";

  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(Arrays.stream(header).map(name -> new Cell(name, Tone.QUIET)).toList());
  }

  /** @param cells {@link Cell}s, or anything else as plain text */
  Table row(Object... cells) {
    rows.add(Arrays.stream(cells)
        .map(cell -> cell instanceof Cell painted ? painted : new Cell(cell.toString(), Tone.PLAIN)).toList());
    return this;
  }

  void print(Terminal terminal) {
    var widths = new int[rows.get(0).size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    rows.forEach(row -> terminal.print(line(row, widths, terminal)));
  }

  private static String line(List<Cell> row, int[] widths, Terminal terminal) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      var cell = row.get(i);
      line.append(terminal.paint(cell.tone(), cell.text()));
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths[i] - width(cell))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  private static int width(Cell cell) {
    return cell.text().codePointCount(0, cell.text().length());
  }
}
