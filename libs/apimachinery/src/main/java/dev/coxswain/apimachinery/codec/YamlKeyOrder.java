package dev.coxswain.apimachinery.codec;

/// How go-yaml sorts the keys of a map: letters after everything else, runs of digits by their
/// number.
final class YamlKeyOrder {
  private YamlKeyOrder() {}

  static int compare(String a, String b) {
    int[] x = a.codePoints().toArray();
    int[] y = b.codePoints().toArray();
    for (int i = 0; i < Math.min(x.length, y.length); i++) {
      if (x[i] != y[i]) {
        return differing(x, y, i);
      }
    }
    return Integer.compare(x.length, y.length);
  }

  private static int differing(int[] x, int[] y, int at) {
    boolean letterX = Character.isLetter(x[at]);
    boolean letterY = Character.isLetter(y[at]);
    if (letterX && letterY) {
      return Integer.compare(x[at], y[at]);
    }
    if (letterX || letterY) {
      return letterY ? -1 : 1;
    }
    long start = (x[at] == '0' || y[at] == '0') && afterNonZeroDigit(x, at) ? 1 : 0;
    int endX = digitsEnd(x, at);
    int endY = digitsEnd(y, at);
    int byNumber = Long.compare(number(x, at, endX, start), number(y, at, endY, start));
    if (byNumber != 0) {
      return byNumber;
    }
    return endX != endY ? Integer.compare(endX, endY) : Integer.compare(x[at], y[at]);
  }

  private static boolean afterNonZeroDigit(int[] text, int at) {
    for (int i = at - 1; i >= 0 && Character.isDigit(text[i]); i--) {
      if (text[i] != '0') {
        return true;
      }
    }
    return false;
  }

  private static int digitsEnd(int[] text, int from) {
    int end = from;
    while (end < text.length && Character.isDigit(text[end])) {
      end++;
    }
    return end;
  }

  private static long number(int[] text, int from, int to, long start) {
    long number = start;
    for (int i = from; i < to; i++) {
      number = number * 10 + text[i] - '0';
    }
    return number;
  }
}
