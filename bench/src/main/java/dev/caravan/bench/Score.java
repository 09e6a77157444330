package dev.caravan.bench;

import dev.caravan.bench.Corpus.Example;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * How well somebody reads the texts of a corpus.
 *
 * @param exact texts of which everything was right, those that are to be refused among them
 * @param refused texts that were refused though they should not be
 * @param wrong texts of which something else was made than was meant
 * @param right lines that were meant and made
 * @param made lines
 * @param meant lines
 * @param wrongLines lines that were made and not meant, or left out of what was made
 */
record Score(int texts, int exact, List<Example> refused, List<Example> wrong, int right, int made, int meant, int wrongLines) {

  /** How many refusals are as bad as one wrong line. */
  private static final int WORSE = 10;

  static Score of(Corpus corpus, Reader reader) {
    int exact = 0;
    int right = 0;
    int made = 0;
    int meant = 0;
    int wrongLines = 0;
    var refused = new ArrayList<Example>();
    var wrong = new ArrayList<Example>();
    for (var example : corpus.examples()) {
      var lines = reader.read(example.text());
      int common = (int) lines.stream().filter(example.lines()::contains).count();
      right += common;
      made += lines.size();
      meant += example.lines().size();
      if (lines.equals(example.lines())) {
        exact++;
      } else if (lines.isEmpty()) {
        refused.add(example);
      } else {
        wrong.add(new Example(example.text(), lines));
        wrongLines += Math.max(lines.size(), example.lines().size()) - common;
      }
    }
    return new Score(corpus.examples().size(), exact, List.copyOf(refused), List.copyOf(wrong), right, made, meant, wrongLines);
  }

  /** 1 for a corpus that is read without a fault; less than 0 for one that had better be refused as a whole. */
  double weighted() {
    return 1 - (refused.size() + WORSE * wrongLines) / (double) texts;
  }

  double precision() {
    return made == 0 ? 1 : right / (double) made;
  }

  double recall() {
    return meant == 0 ? 1 : right / (double) meant;
  }

  void print(PrintStream out) {
    out.printf("texts                            %8d%n", texts);
    out.printf("exactly right                    %8d  %5.1f %%%n", exact, 100.0 * exact / texts);
    out.printf("refused, though clear            %8d  %5.1f %%%n", refused.size(), 100.0 * refused.size() / texts);
    out.printf("wrong, and accepted              %8d  %5.1f %%%n", wrong.size(), 100.0 * wrong.size() / texts);
    out.printf("weighted, a wrong line as %d      %8.3f%n", WORSE, weighted());
    out.printf("precision of lines               %8.3f  %d of %d%n", precision(), right, made);
    out.printf("recall of lines                  %8.3f  %d of %d%n", recall(), right, meant);
    print(out, "refused", refused);
    print(out, "wrong", wrong);
  }

  private static void print(PrintStream out, String what, List<Example> examples) {
    examples.forEach(example -> out.printf("  %-8s %s | %s%n", what, example.text().replace("\n", "\\n"),
        String.join(", ", example.lines().stream().sorted().toList())));
  }
}
