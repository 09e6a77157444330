package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Token.Kind;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A text cut into words, whole numbers and marks. */
final class Tokens {

  /** Compatible forms of these would change what was written: 2½ would become 21⁄2, and 2² would become 22. */
  private static final Pattern COMPOSABLE = Pattern.compile("[^\\p{No}]+");

  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

  // Possessive throughout, so that no text can make the matcher go back.
  private static final Pattern TOKEN = Pattern.compile("""
      (?<item> (?m:^) \\h*+ [0-9]{1,2}+ [.)] (?= \\h ) | \\# [0-9]{1,2}+ (?= \\h ) )
      | (?<strange> (?<! [\\p{L}\\p{M}\\p{N}] ) [\\p{Pd}−] \\p{N}++ (?: [.,:/⁄'\\p{Pd}−] \\p{N}++ )*+ )
      | (?<number> [0-9]++ (?! \\p{N} | [.,:/⁄'\\p{Pd}−] \\p{N} ) )
      | (?<odd> \\p{N}++ (?: [.,:/⁄'\\p{Pd}−] \\p{N}++ )*+ )
      | (?<word> [xX×] (?= \\p{N} ) | [&+×] | [wW]/ (?: [oO] (?: [uU][tT] )? (?! \\p{L} ) )?+
        | \\p{L}[\\p{L}\\p{M}]*+ (?: '\\p{L}[\\p{L}\\p{M}]*+ )*+ )
      | (?<hyphen> (?<= \\p{L} ) \\p{Pd} (?= \\p{L} ) )
      | (?<comma> [,:•‣·*\\p{Pd}−] | (?<= \\h ) / (?= \\h ) )
      | (?<break> [.;!?\\n\\r\\x0B\\f\\x85\\u2028\\u2029] )
      | (?<silent> [\\s_"'“”„«»()\\[\\]] | [\\x{1F600}-\\x{1F64F}] | <3 (?! \\p{N} ) )
      | (?<other> (?s:.) )
      """, Pattern.COMMENTS);

  private static final Map<String, String> SPELLINGS = Map.of("&", "and", "n", "and", "+", "plus", "×", "x",
      "w/", "with", "w/o", "without", "w/out", "without");

  /** How a word should be spelled between two others. */
  @FunctionalInterface
  interface Spelled {
    String word(String before, String word, String after);
  }

  private final String text;
  private final List<Token> tokens;
  private final List<String> words;

  private Tokens(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
    this.words = tokens.stream().map(Token::word).toList();
  }

  static Tokens of(String written) {
    var visible = INVISIBLE.matcher(written).replaceAll("");
    var composed = COMPOSABLE.matcher(visible)
        .replaceAll(run -> Matcher.quoteReplacement(Normalizer.normalize(run.group(), Normalizer.Form.NFKC)));
    var text = composed.replaceAll("[’‘ʼ`´]", "'");
    return new Tokens(text, cut(text));
  }

  private static List<Token> cut(String text) {
    var tokens = new ArrayList<Token>();
    var match = TOKEN.matcher(text);
    while (match.find()) {
      if (match.group("silent") == null && match.group("hyphen") == null) {
        var word = (match.group("item") == null ? match.group() : match.group().replaceAll("\\D", "")).toLowerCase(Locale.ROOT);
        tokens.add(new Token(kind(match), SPELLINGS.getOrDefault(word, word), match.start(), match.end(), false));
      }
    }
    return tokens;
  }

  private static Kind kind(Matcher match) {
    return match.group("item") != null ? Kind.ITEM
        : match.group("word") != null ? Kind.WORD
        : match.group("number") != null ? Kind.NUMBER
        : match.group("comma") != null ? Kind.COMMA
        : match.group("break") != null ? Kind.BREAK
        : Kind.STRANGE;
  }

  /** The same with two words made one where they are one. */
  Tokens joined(BiPredicate<String, String> areOne) {
    var joined = new ArrayList<Token>();
    for (var token : tokens) {
      var last = joined.isEmpty() ? token : joined.get(joined.size() - 1);
      if (last != token && last.is(Kind.WORD) && token.is(Kind.WORD) && areOne.test(last.word(), token.word())) {
        joined.set(joined.size() - 1, new Token(Kind.WORD, last.word() + token.word(), last.start(), token.end(), true));
      } else {
        joined.add(token);
      }
    }
    return new Tokens(text, List.copyOf(joined));
  }

  /** The same with each word cut into its parts, unless it is another one in lower case. */
  Tokens parted(Function<String, List<String>> parts) {
    return new Tokens(text, tokens.stream().flatMap(token -> {
      boolean divisible = token.is(Kind.WORD) && token.word().length() == token.end() - token.start();
      var words = divisible ? parts.apply(token.word()) : List.of(token.word());
      if (words.size() == 1) {
        return Stream.of(token);
      }
      var cut = new ArrayList<Token>();
      int start = token.start();
      for (var word : words) {
        cut.add(new Token(Kind.WORD, word, start, start + word.length(), cut.isEmpty()));
        start += word.length();
      }
      return cut.stream();
    }).toList());
  }

  /** The same with each word spelled as it should be, knowing the words before and after it; empty where there is none. */
  Tokens spelled(Spelled right) {
    return new Tokens(text, IntStream.range(0, size()).mapToObj(at -> {
      var token = tokens.get(at);
      var word = token.is(Kind.WORD) ? right.word(word(at - 1), token.word(), word(at + 1)) : token.word();
      return word.equals(token.word()) ? token : new Token(Kind.WORD, word, token.start(), token.end(), true);
    }).toList());
  }

  /** How many of them are not what was written. */
  int misspelt() {
    return (int) tokens.stream().filter(Token::misspelt).count();
  }

  int size() {
    return tokens.size();
  }

  boolean is(Kind kind, int at) {
    return at >= 0 && at < size() && tokens.get(at).is(kind);
  }

  /** The lower case word, number or mark there; empty before the beginning and after the end. */
  String word(int at) {
    return at >= 0 && at < size() ? words.get(at) : "";
  }

  List<String> words() {
    return words;
  }

  /** Whether it stands at the beginning of something in brackets. */
  boolean opensBracket(int at) {
    return at < size() && tokens.get(at).start() > 0 && "([".indexOf(text.charAt(tokens.get(at).start() - 1)) >= 0;
  }

  /** Whether it stands at the end of something in brackets. */
  boolean closesBracket(int at) {
    return at < size() && tokens.get(at).end() < text.length() && ")]".indexOf(text.charAt(tokens.get(at).end())) >= 0;
  }

  /** What was written from one token to before another, on one line. */
  String written(int from, int to) {
    return text.substring(tokens.get(from).start(), tokens.get(to - 1).end()).strip().replaceAll("\\s+", " ");
  }
}
