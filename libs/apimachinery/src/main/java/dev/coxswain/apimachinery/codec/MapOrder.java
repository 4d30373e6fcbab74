package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.Arrays;

/// The entries of a map field as they are written: by the bytes of their keys.
final class MapOrder {
  private MapOrder() {}

  static MapEntry<?, ?>[] sorted(Message owner, FieldDescriptor field) {
    var entries = new MapEntry<?, ?>[owner.getRepeatedFieldCount(field)];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = (MapEntry<?, ?>) owner.getRepeatedField(field, i);
    }
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
