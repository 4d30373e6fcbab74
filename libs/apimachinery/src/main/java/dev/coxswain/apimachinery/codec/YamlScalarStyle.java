package dev.coxswain.apimachinery.codec;

/// The notations of a text, and how to choose and write them as go-yaml does.
enum YamlScalarStyle {
  PLAIN {
    @Override
    void write(String text, YamlOutput out, int indent, boolean mayBreak) {
      out.indicator("", true, false);
      folded(text, out, indent, mayBreak, 0, text.length());
    }
  },
  SINGLE_QUOTED {
    @Override
    void write(String text, YamlOutput out, int indent, boolean mayBreak) {
      out.indicator("'", true, false);
      folded(text, out, indent, mayBreak, 1, text.length() - 1);
      out.indicator("'", false, false);
    }
  },
  DOUBLE_QUOTED {
    @Override
    void write(String text, YamlOutput out, int indent, boolean mayBreak) {
      YamlEscapes.write(text, out, indent, mayBreak);
    }
  },
  LITERAL {
    @Override
    void write(String text, YamlOutput out, int indent, boolean mayBreak) {
      out.indicator("|" + hints(text), true, false);
      out.lineBreak();
      boolean lineStart = true;
      for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
        int c = text.codePointAt(i);
        if (c == '\n') {
          out.lineBreak();
          lineStart = true;
        } else {
          if (lineStart) {
            out.line(indent);
          }
          out.character(c);
          lineStart = false;
        }
      }
    }
  };

  /// Writes the text; longer lines go on at the indentation if they may break.
  abstract void write(String text, YamlOutput out, int indent, boolean mayBreak);

  /// The notation for a text that is a value, or a key on the line of its value.
  static YamlScalarStyle of(String text, boolean simpleKey) {
    var shape = YamlShape.of(text);
    if (text.indexOf('\n') >= 0) {
      return shape.fitsBlock() && !simpleKey ? LITERAL : DOUBLE_QUOTED;
    }
    if (YamlScalar.needsQuotes(text)) {
      return DOUBLE_QUOTED;
    }
    if (shape.fitsPlain()) {
      return PLAIN;
    }
    return shape.fitsSingleQuotes() ? SINGLE_QUOTED : DOUBLE_QUOTED;
  }

  /// Breaks lines at single spaces between the two positions.
  private static void folded(
      String text, YamlOutput out, int indent, boolean mayBreak, int from, int to) {
    boolean afterSpace = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean breakHere =
          c == ' '
              && mayBreak
              && !afterSpace
              && out.tooWide()
              && i >= from
              && i < to
              && text.charAt(Math.min(i + 1, text.length() - 1)) != ' ';
      if (breakHere) {
        out.line(indent);
      } else {
        if (c == '\'' && from > 0) {
          out.character(c);
        }
        out.character(c);
      }
      afterSpace = c == ' ';
    }
  }

  /// What must be said after `|`: the indentation if it can't be seen, and what becomes of the last
  /// line breaks.
  private static String hints(String text) {
    var indentation = text.startsWith(" ") || text.startsWith("\n") ? "2" : "";
    if (!text.endsWith("\n")) {
      return indentation + "-";
    }
    return text.length() == 1 || text.endsWith("\n\n") ? indentation + "+" : indentation;
  }
}
