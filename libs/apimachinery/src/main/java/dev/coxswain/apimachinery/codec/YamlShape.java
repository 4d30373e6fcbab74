package dev.coxswain.apimachinery.codec;

/// Which notations can hold a text, by the rules of libyaml's emitter.
record YamlShape(boolean fitsPlain, boolean fitsSingleQuotes, boolean fitsBlock) {
  private static final String FORBIDDEN_START = "#,[]{}&*!|>'\"%@`";

  static YamlShape of(String text) {
    if (text.isEmpty()) {
      return new YamlShape(true, true, false);
    }
    boolean special = text.codePoints().anyMatch(c -> !isPrintable(c));
    boolean breaks = text.codePoints().anyMatch(YamlShape::isBreak);
    boolean spaceBeforeBreak = adjacent(text, true);
    boolean spaceAfterBreak = adjacent(text, false);
    boolean edges =
        isSpaceOrBreak(text.charAt(0)) || isSpaceOrBreak(text.charAt(text.length() - 1));
    boolean single = !spaceAfterBreak && !spaceBeforeBreak && !special;
    return new YamlShape(
        single && !edges && !breaks && !hasIndicators(text),
        single,
        !text.endsWith(" ") && !spaceBeforeBreak && !special);
  }

  /// What go-yaml writes as it is; not tabs, nor what is beyond the basic plane.
  static boolean isPrintable(int c) {
    return c == '\n'
        || (c >= 0x20 && c <= 0x7e)
        || (c >= 0xa0 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
  }

  static boolean isBreak(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private static boolean isSpaceOrBreak(char c) {
    return c == ' ' || isBreak(c);
  }

  private static boolean adjacent(String text, boolean spaceFirst) {
    for (int i = 1; i < text.length(); i++) {
      char space = text.charAt(spaceFirst ? i - 1 : i);
      char lineBreak = text.charAt(spaceFirst ? i : i - 1);
      if (space == ' ' && isBreak(lineBreak)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasIndicators(String text) {
    char first = text.charAt(0);
    if (text.startsWith("---")
        || text.startsWith("...")
        || FORBIDDEN_START.indexOf(first) >= 0
        || ("?:-".indexOf(first) >= 0 && blankAt(text, 1))) {
      return true;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == ':' && blankAt(text, i + 1)) || (c == '#' && blankAt(text, i - 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean blankAt(String text, int index) {
    return index >= text.length()
        || text.charAt(index) == ' '
        || text.charAt(index) == '\t'
        || isBreak(text.charAt(index));
  }
}
