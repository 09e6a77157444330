package dev.caravan.model.analysis;

import dev.caravan.model.analysis.Token.Kind;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text cut into words, whole numbers and marks. */
final class Tokens {

  /** Compatible forms of these would change what was written: 2½ would become 21⁄2, and 2² would become 22. */
  private static final Pattern COMPOSABLE = Pattern.compile("[^\\p{No}]+");

  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

  // Possessive throughout, so that no text can make the matcher go back.
  private static final Pattern TOKEN = Pattern.compile("""
      (?<strange> (?<! [\\p{L}\\p{M}\\p{N}] ) [\\p{Pd}−] \\p{N}++ (?: [.,:/⁄'\\p{Pd}−] \\p{N}++ )*+ )
      | (?<number> [0-9]++ (?! \\p{N} | [.,:/⁄'\\p{Pd}−] \\p{N} ) )
      | (?<odd> \\p{N}++ (?: [.,:/⁄'\\p{Pd}−] \\p{N}++ )*+ )
      | (?<word> [xX×] (?= \\p{N} ) | [&+×] | \\p{L}[\\p{L}\\p{M}]*+ (?: '\\p{L}[\\p{L}\\p{M}]*+ )*+ )
      | (?<hyphen> (?<= \\p{L} ) \\p{Pd} (?= \\p{L} ) )
      | (?<comma> [,:•‣·*\\p{Pd}−] )
      | (?<break> [.;!?\\n\\r\\x0B\\f\\x85\\u2028\\u2029] )
      | (?<silent> [\\s"'“”„«»()\\[\\]] )
      | (?<other> (?s:.) )
      """, Pattern.COMMENTS);

  private static final Map<String, String> SPELLINGS = Map.of("&", "and", "+", "plus", "×", "x");

  private final String text;
  private final List<Token> tokens;
  private final List<String> words;

  private Tokens(String text) {
    this.text = text;
    this.tokens = cut(text);
    this.words = tokens.stream().map(Token::word).toList();
  }

  static Tokens of(String written) {
    var visible = INVISIBLE.matcher(written).replaceAll("");
    var composed = COMPOSABLE.matcher(visible)
        .replaceAll(run -> Matcher.quoteReplacement(Normalizer.normalize(run.group(), Normalizer.Form.NFKC)));
    return new Tokens(composed.replaceAll("[’‘ʼ`´]", "'"));
  }

  private static List<Token> cut(String text) {
    var tokens = new ArrayList<Token>();
    var match = TOKEN.matcher(text);
    while (match.find()) {
      if (match.group("silent") == null && match.group("hyphen") == null) {
        var word = match.group().toLowerCase(Locale.ROOT);
        tokens.add(new Token(kind(match), SPELLINGS.getOrDefault(word, word), match.start(), match.end()));
      }
    }
    return tokens;
  }

  private static Kind kind(Matcher match) {
    return match.group("word") != null ? Kind.WORD
        : match.group("number") != null ? Kind.NUMBER
        : match.group("comma") != null ? Kind.COMMA
        : match.group("break") != null ? Kind.BREAK
        : Kind.STRANGE;
  }

  int size() {
    return tokens.size();
  }

  boolean is(Kind kind, int at) {
    return at < size() && tokens.get(at).is(kind);
  }

  /** The lower case word, number or mark there; empty after the end. */
  String word(int at) {
    return at < size() ? words.get(at) : "";
  }

  List<String> words() {
    return words;
  }

  /** What was written from one token to before another, on one line. */
  String written(int from, int to) {
    return text.substring(tokens.get(from).start(), tokens.get(to - 1).end()).replaceAll("\\s+", " ");
  }
}
