package dev.coxswain.apimachinery.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Finds what is wrong with a JSON text and says it as Go's `encoding/json` does.
final class GoJsonSyntax {
  private static final int MAX_DEPTH = 10_000;

  private final byte[] text;
  private final Deque<Byte> open = new ArrayDeque<>();
  private int at;

  private GoJsonSyntax(byte[] text) {
    this.text = text;
  }

  /// The first error in the text; empty if it is one JSON value.
  static Optional<String> error(byte[] text) {
    try {
      new GoJsonSyntax(text).document();
      return Optional.empty();
    } catch (DecodeException e) {
      return Optional.of(e.getMessage());
    }
  }

  private void document() {
    boolean complete = false;
    while (!complete) {
      complete = !value() && !next();
    }
    skipSpace();
    if (at < text.length) {
      throw invalid("after top-level value");
    }
  }

  /// Passes a scalar, an empty collection, or the opening of one; true when a value must follow.
  private boolean value() {
    switch (peek()) {
      case '{' -> {
        push();
        if (peek() == '}') {
          pop();
          return false;
        }
        key();
        return true;
      }
      case '[' -> {
        push();
        if (peek() == ']') {
          pop();
          return false;
        }
        return true;
      }
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw invalid("looking for beginning of value");
    }
    return false;
  }

  /// After a value: closes what ends here; true when another value must follow.
  private boolean next() {
    while (!open.isEmpty()) {
      boolean object = open.peek() == '{';
      byte c = peek();
      if (c == ',') {
        at++;
        if (object) {
          if (peek() != '"') {
            throw invalid("looking for beginning of object key string");
          }
          key();
        }
        return true;
      }
      if (c != (object ? '}' : ']')) {
        throw invalid(object ? "after object key:value pair" : "after array element");
      }
      pop();
    }
    return false;
  }

  private void push() {
    if (open.size() >= MAX_DEPTH) {
      throw new DecodeException("exceeded max depth");
    }
    open.push(text[at++]);
  }

  private void pop() {
    open.pop();
    at++;
  }

  private void key() {
    if (peek() != '"') {
      throw invalid("looking for beginning of object key string");
    }
    string();
    if (peek() != ':') {
      throw invalid("after object key");
    }
    at++;
  }

  private void string() {
    at++;
    for (byte c = current(); c != '"'; c = current()) {
      if (c >= 0 && c < ' ') {
        throw invalid("in string literal");
      }
      at++;
      if (c == '\\') {
        escape();
      }
    }
    at++;
  }

  private void escape() {
    byte c = current();
    if ("bfnrt\\/\"u".indexOf(c) < 0) {
      throw invalid("in string escape code");
    }
    at++;
    if (c == 'u') {
      for (int i = 0; i < 4; i++, at++) {
        if (Character.digit(current(), 16) < 0) {
          throw invalid("in \\u hexadecimal character escape");
        }
      }
    }
  }

  private void number() {
    if (current() == '-') {
      at++;
      if (!isDigit()) {
        throw endOr("in numeric literal");
      }
    }
    if (text[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (at < text.length && text[at] == '.') {
      at++;
      required("after decimal point in numeric literal");
    }
    if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      if (at < text.length && (text[at] == '+' || text[at] == '-')) {
        at++;
      }
      required("in exponent of numeric literal");
    }
  }

  private void required(String context) {
    if (!isDigit()) {
      throw endOr(context);
    }
    digits();
  }

  private void digits() {
    while (isDigit()) {
      at++;
    }
  }

  private boolean isDigit() {
    return at < text.length && text[at] >= '0' && text[at] <= '9';
  }

  private void literal(String word) {
    at++;
    for (int i = 1; i < word.length(); i++, at++) {
      if (current() != word.charAt(i)) {
        throw invalid("in literal " + word + " (expecting " + quoted((byte) word.charAt(i)) + ")");
      }
    }
  }

  private void skipSpace() {
    while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  private byte peek() {
    skipSpace();
    return current();
  }

  private byte current() {
    if (at >= text.length) {
      throw new DecodeException("unexpected end of JSON input");
    }
    return text[at];
  }

  private DecodeException endOr(String context) {
    current();
    return invalid(context);
  }

  private DecodeException invalid(String context) {
    return new DecodeException("invalid character " + quoted(text[at]) + " " + context);
  }

  private static String quoted(byte c) {
    return switch (c) {
      case '\'' -> "'\\''";
      case '"' -> "'\"'";
      default -> {
        var quoted = GoQuote.quote(String.valueOf((char) (c & 0xff)));
        yield "'" + quoted.substring(1, quoted.length() - 1) + "'";
      }
    };
  }
}
