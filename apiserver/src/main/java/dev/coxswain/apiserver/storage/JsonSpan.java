package dev.coxswain.apiserver.storage;

/// Where a value of a compact JSON text ends.
final class JsonSpan {
  private JsonSpan() {}

  /// The index after the object that is the value of a field.
  ///
  /// @param at where the field's name begins, with its quote
  /// @throws IllegalStateException if another field is there
  static int endOfField(byte[] json, int at, String name) {
    int value = at + name.length() + 3;
    for (int i = 0; i < name.length(); i++) {
      if (json[at + 1 + i] != name.charAt(i)) {
        throw new IllegalStateException("wants the field " + name + " at byte " + at);
      }
    }
    if (json[value] != '{') {
      throw new IllegalStateException("wants an object at byte " + value);
    }
    return endOfObject(json, value);
  }

  private static int endOfObject(byte[] json, int start) {
    int depth = 0;
    int at = start;
    do {
      switch (json[at++]) {
        case '{' -> depth++;
        case '}' -> depth--;
        case '"' -> at = endOfText(json, at);
        default -> {}
      }
    } while (depth > 0);
    return at;
  }

  private static int endOfText(byte[] json, int start) {
    int at = start;
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
