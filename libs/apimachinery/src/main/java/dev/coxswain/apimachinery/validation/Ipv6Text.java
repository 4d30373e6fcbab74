package dev.coxswain.apimachinery.validation;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// IPv6 addresses as RFC 5952 wants them written: the first of the longest runs of zeros left out,
/// no leading zeros, small letters.
final class Ipv6Text {
  private static final int GROUPS = 8;

  private Ipv6Text() {}

  static String of(byte[] address) {
    var groups =
        IntStream.range(0, GROUPS)
            .map(i -> ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff))
            .toArray();
    int start = 0;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = zeros(groups, i);
      if (run > longest) {
        start = i;
        longest = run;
      }
    }
    return longest == 1
        ? text(groups, 0, GROUPS)
        : text(groups, 0, start) + "::" + text(groups, start + longest, GROUPS);
  }

  private static int zeros(int[] groups, int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - from;
  }

  private static String text(int[] groups, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Integer.toHexString(groups[i]))
        .collect(Collectors.joining(":"));
  }
}
