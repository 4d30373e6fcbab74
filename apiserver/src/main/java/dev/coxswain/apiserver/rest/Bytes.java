package dev.coxswain.apiserver.rest;

import java.util.List;

/// Byte arrays, end to end.
final class Bytes {
  private Bytes() {}

  static byte[] concat(byte[]... parts) {
    return concat(List.of(parts));
  }

  static byte[] concat(List<byte[]> parts) {
    var whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (var part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
