package dev.coxswain.apiserver.storage;

/// Arithmetic of keys; they are ASCII, so their order as text is their order as bytes.
public final class Prefixes {
  private Prefixes() {}

  /// The first key after all that start with the prefix.
  public static String end(String prefix) {
    if (prefix.isEmpty()) {
      return "\0";
    }
    int last = prefix.length() - 1;
    return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
  }
}
