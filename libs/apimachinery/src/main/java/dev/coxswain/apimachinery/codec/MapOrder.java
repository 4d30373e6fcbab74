package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.Map;

/// The entries of a map field as they are written: by the bytes of their keys.
final class MapOrder {
  private MapOrder() {}

  static Map.Entry<?, ?>[] sorted(Message owner, FieldPlan field) {
    Map.Entry<?, ?>[] entries = field.reader().entries(owner).toArray(new Map.Entry<?, ?>[0]);
    Arrays.sort(entries, (a, b) -> compare((String) a.getKey(), (String) b.getKey()));
    return entries;
  }

  /// Compares code points, which is how UTF-8 bytes compare; `String` compares UTF-16 units.
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean bothOrNone = Character.isSurrogate(x) == Character.isSurrogate(y);
        return bothOrNone ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
