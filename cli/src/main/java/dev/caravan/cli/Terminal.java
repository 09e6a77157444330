package dev.caravan.cli;

import java.io.PrintWriter;

/** Where answers are written, with colour where it is wanted. */
final class Terminal {

  /** Colours of meaning; the terminal decides what they look like. */
  enum Tone {
    PLAIN(""), QUIET("2"), STRONG("1"), GOOD("32"), DUE("33"), BAD("31");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean colour;

  Terminal(PrintWriter out, PrintWriter err, boolean colour) {
    this.out = out;
    this.err = err;
    this.colour = colour;
  }

  void print(String line) {
    out.println(line);
    out.flush();
  }

  /** Without a line's end, for an answer beside it. */
  void ask(String prompt) {
    out.print(prompt);
    out.flush();
  }

  void complain(String line) {
    err.println(line);
    err.flush();
  }

  String paint(Tone tone, String text) {
    return colour && tone != Tone.PLAIN ? "\u001B[" + tone.code + "m" + text + "\u001B[0m" : text;
  }

  /** One line of text that cannot steer the terminal, whatever its writer put into it. */
  static String clean(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("[\\p{Cc}\\p{Cf}]", "\uFFFD");
  }
}
