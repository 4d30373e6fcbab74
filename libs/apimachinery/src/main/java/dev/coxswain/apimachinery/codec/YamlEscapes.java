package dev.coxswain.apimachinery.codec;

/// Text in double quotes, as go-yaml escapes and folds it.
final class YamlEscapes {
  private YamlEscapes() {}

  static void write(String text, YamlOutput out, int indent, boolean mayBreak) {
    out.indicator("\"", true, false);
    boolean afterSpace = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean inside = i > 0 && i < text.length() - 1;
      if (c == ' ' && mayBreak && !afterSpace && out.tooWide() && inside) {
        out.line(indent);
        if (text.charAt(i + 1) == ' ') {
          out.character('\\');
        }
      } else if (YamlShape.isPrintable(c) && !YamlShape.isBreak(c) && c != '"' && c != '\\') {
        out.character(c);
      } else {
        escape(c).codePoints().forEach(out::character);
      }
      afterSpace = c == ' ';
    }
    out.indicator("\"", false, false);
  }

  private static String escape(int c) {
    return switch (c) {
      case 0 -> "\\0";
      case 0x07 -> "\\a";
      case 0x08 -> "\\b";
      case 0x09 -> "\\t";
      case 0x0a -> "\\n";
      case 0x0b -> "\\v";
      case 0x0c -> "\\f";
      case 0x0d -> "\\r";
      case 0x1b -> "\\e";
      case 0x22 -> "\\\"";
      case 0x5c -> "\\\\";
      case 0x85 -> "\\N";
      default -> hexadecimal(c);
    };
  }

  private static String hexadecimal(int c) {
    var format = c <= 0xff ? "\\x%02X" : c <= 0xffff ? "\\u%04X" : "\\U%08X";
    return format.formatted(c);
  }
}
