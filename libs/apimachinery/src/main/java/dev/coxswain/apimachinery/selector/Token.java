package dev.coxswain.apimachinery.selector;

import java.util.ArrayList;
import java.util.List;

/// A piece of a label selector's text.
record Token(Type type, String text) {

  enum Type {
    IDENTIFIER,
    IN,
    NOT_IN,
    OPEN,
    CLOSE,
    COMMA,
    NOT,
    EQUALS,
    DOUBLE_EQUALS,
    NOT_EQUALS,
    GREATER,
    LESS,
    END
  }

  private static final String SPECIAL = "=!(),><";

  /// The pieces of a selector, ending with [Type#END].
  static List<Token> scan(String selector) {
    var tokens = new ArrayList<Token>();
    var position = 0;
    while (position < selector.length()) {
      var c = selector.charAt(position);
      if (isSpace(c)) {
        position++;
        continue;
      }
      var token = SPECIAL.indexOf(c) >= 0 ? symbol(selector, position) : word(selector, position);
      tokens.add(token);
      position += token.text().length();
    }
    tokens.add(new Token(Type.END, ""));
    return tokens;
  }

  private static Token symbol(String selector, int at) {
    if (selector.startsWith("!=", at)) {
      return new Token(Type.NOT_EQUALS, "!=");
    }
    if (selector.startsWith("==", at)) {
      return new Token(Type.DOUBLE_EQUALS, "==");
    }
    var type =
        switch (selector.charAt(at)) {
          case '=' -> Type.EQUALS;
          case '!' -> Type.NOT;
          case '(' -> Type.OPEN;
          case ')' -> Type.CLOSE;
          case ',' -> Type.COMMA;
          case '>' -> Type.GREATER;
          default -> Type.LESS;
        };
    return new Token(type, selector.substring(at, at + 1));
  }

  private static Token word(String selector, int at) {
    var end = at;
    while (end < selector.length()
        && SPECIAL.indexOf(selector.charAt(end)) < 0
        && !isSpace(selector.charAt(end))) {
      end++;
    }
    var text = selector.substring(at, end);
    return switch (text) {
      case "in" -> new Token(Type.IN, text);
      case "notin" -> new Token(Type.NOT_IN, text);
      default -> new Token(Type.IDENTIFIER, text);
    };
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
