package dev.coxswain.apimachinery.codec;

import java.nio.charset.StandardCharsets;

/// The text so far, and in which column its end is.
final class YamlOutput {
  /// Lines that are longer break at the next space.
  private static final int BEST_WIDTH = 80;

  private final StringBuilder text = new StringBuilder();
  private int column;
  private boolean afterSpace = true;
  private boolean onlyIndicators = true;

  /// Begins a line with that indentation, unless only indicators such as `-` are before that very
  /// column.
  void line(int indent) {
    if (!onlyIndicators || column > indent || (column == indent && !afterSpace)) {
      lineBreak();
    }
    while (column < indent) {
      put(' ');
    }
    afterSpace = true;
    onlyIndicators = true;
  }

  /// Writes an indicator or a short scalar.
  ///
  /// @param spaced whether there must be a space before it
  /// @param indents whether what follows may begin on the same line
  void indicator(String indicator, boolean spaced, boolean indents) {
    if (spaced && !afterSpace) {
      put(' ');
    }
    indicator.codePoints().forEach(this::put);
    afterSpace = false;
    onlyIndicators &= indents;
    if (indents) {
      put(' ');
      afterSpace = true;
    }
  }

  private void put(int codePoint) {
    text.appendCodePoint(codePoint);
    column++;
  }

  /// Writes one character of a scalar.
  void character(int codePoint) {
    put(codePoint);
    afterSpace = false;
    onlyIndicators = false;
  }

  void lineBreak() {
    text.append('\n');
    column = 0;
    afterSpace = true;
    onlyIndicators = true;
  }

  boolean tooWide() {
    return column > BEST_WIDTH;
  }

  String finished() {
    if (column > 0) {
      lineBreak();
    }
    return text.toString();
  }

  static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
