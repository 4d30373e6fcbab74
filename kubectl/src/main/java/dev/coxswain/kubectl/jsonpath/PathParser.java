package dev.coxswain.kubectl.jsonpath;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Reads the text between braces: `.items[*].metadata.name`, `@.a[?(@.b=="c")]`, `range …`.
final class PathParser {
  private static final String ENDS_A_NAME = ".[]()!=<>,'\" \t";

  private final String text;
  private int position;

  PathParser(String text) {
    this.text = text;
  }

  /// The whole text as one path.
  static List<Step> parse(String text) {
    var parser = new PathParser(text.strip());
    var steps = parser.steps();
    if (parser.position < parser.text.length()) {
      throw new BadPath("unrecognized character in action: " + parser.quoted());
    }
    return steps;
  }

  private String quoted() {
    return "U+%04X '%s'".formatted((int) text.charAt(position), text.charAt(position));
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (at('$') || at('@')) {
      position++;
    } else if (position < text.length() && isNameStart()) {
      steps.add(new Step.Member(name()));
    }
    while (position < text.length()) {
      if (text.startsWith("..", position)) {
        position += 2;
        steps.add(new Step.Below());
        if (!at('[')) {
          steps.add(member());
        }
      } else if (at('.')) {
        position++;
        if (position < text.length() && !at('[')) {
          steps.add(member());
        }
      } else if (at('[')) {
        steps.add(brackets());
      } else {
        return steps;
      }
    }
    return steps;
  }

  private boolean isNameStart() {
    return ENDS_A_NAME.indexOf(text.charAt(position)) < 0 && text.charAt(position) != '?';
  }

  private Step member() {
    if (at('*')) {
      position++;
      return new Step.Every();
    }
    return new Step.Member(name());
  }

  private String name() {
    var name = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\\' && position + 1 < text.length()) {
        name.append(text.charAt(position + 1));
        position += 2;
      } else if (ENDS_A_NAME.indexOf(c) >= 0) {
        break;
      } else {
        name.append(c);
        position++;
      }
    }
    return name.toString();
  }

  private Step brackets() {
    expect('[');
    skipSpaces();
    if (text.startsWith("?(", position)) {
      position += 2;
      Step filter = filter();
      skipSpaces();
      expect(')');
      expect(']');
      return filter;
    }
    List<Step> parts = new ArrayList<>();
    do {
      skipSpaces();
      parts.add(subscript());
      skipSpaces();
    } while (accept(','));
    expect(']');
    return parts.size() == 1 ? parts.getFirst() : new Step.Union(parts);
  }

  private Step subscript() {
    if (accept('*')) {
      return new Step.Every();
    }
    if (at('\'') || at('"')) {
      return new Step.Member(string());
    }
    int start = position;
    while (position < text.length() && "-0123456789:".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    String slice = text.substring(start, position);
    if (slice.isEmpty()) {
      return new Step.Member(name());
    }
    return slice(slice);
  }

  private static Step slice(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 1) {
      return new Step.Slice(number(parts[0]), OptionalInt.empty(), 1, true);
    }
    int step = parts.length > 2 ? number(parts[2]).orElse(1) : 1;
    if (step < 1 || parts.length > 3) {
      throw new BadPath("invalid array index " + text);
    }
    return new Step.Slice(number(parts[0]), number(parts[1]), step, false);
  }

  private static OptionalInt number(String text) {
    try {
      return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      throw new BadPath("invalid array index " + text);
    }
  }

  private Step filter() {
    var left = operand();
    skipSpaces();
    String operator = operator();
    if (operator.isEmpty()) {
      return new Step.Filter(left, "exists", new Step.Operand.Nothing());
    }
    skipSpaces();
    return new Step.Filter(left, operator, operand());
  }

  private String operator() {
    for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (text.startsWith(operator, position)) {
        position += operator.length();
        return operator;
      }
    }
    return "";
  }

  private Step.Operand operand() {
    skipSpaces();
    if (at('\'') || at('"')) {
      return new Step.Operand.Text(string());
    }
    if (at('@') || at('$') || at('.')) {
      return new Step.Operand.Path(steps());
    }
    int start = position;
    while (position < text.length() && ") \t=!<>".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String word = text.substring(start, position);
    if (word.equals("true") || word.equals("false")) {
      return new Step.Operand.Truth(Boolean.parseBoolean(word));
    }
    try {
      return new Step.Operand.Quantity(Double.parseDouble(word));
    } catch (NumberFormatException _) {
      throw new BadPath("unrecognized identifier " + word);
    }
  }

  private String string() {
    char quote = text.charAt(position++);
    var value = new StringBuilder();
    while (position < text.length() && text.charAt(position) != quote) {
      if (text.charAt(position) == '\\' && position + 1 < text.length()) {
        position++;
      }
      value.append(text.charAt(position++));
    }
    if (position >= text.length()) {
      throw new BadPath("unterminated quoted string");
    }
    position++;
    return value.toString();
  }

  private void skipSpaces() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private boolean accept(char c) {
    if (at(c)) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw new BadPath(c == ']' ? "unterminated array" : "unterminated filter");
    }
  }
}
