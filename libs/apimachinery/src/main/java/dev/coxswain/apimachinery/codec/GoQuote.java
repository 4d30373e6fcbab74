package dev.coxswain.apimachinery.codec;

/// Text in double quotes, as Go's `%q` writes it.
final class GoQuote {
  private GoQuote() {}

  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(quoted, c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder to, int c) {
    switch (c) {
      case '"' -> to.append("\\\"");
      case '\\' -> to.append("\\\\");
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      case '\b' -> to.append("\\b");
      case '\f' -> to.append("\\f");
      case 7 -> to.append("\\a");
      case 11 -> to.append("\\v");
      default -> {
        if (c < ' ' || c == 0x7f) {
          to.append("\\x%02x".formatted(c));
        } else if (c == 0xa0 || Character.getType(c) == Character.CONTROL) {
          to.append("\\u%04x".formatted(c));
        } else {
          to.appendCodePoint(c);
        }
      }
    }
  }
}
