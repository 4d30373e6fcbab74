package dev.coxswain.apimachinery.apply;

import com.google.protobuf.ByteString;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Field sets that were read lately, by their JSON: objects that one program writes all have the
/// same.
final class ReadFieldSets {
  private static final int MAX = 1024;

  private static final ConcurrentMap<ByteString, FieldSet> READ = new ConcurrentHashMap<>();

  private ReadFieldSets() {}

  /// @throws IllegalArgumentException if the text is no set
  static FieldSet of(ByteString json) {
    var known = READ.get(json);
    if (known != null) {
      return known;
    }
    if (READ.size() >= MAX) {
      READ.clear();
    }
    var read = FieldSet.parse(json.toByteArray());
    READ.put(json, read);
    return read;
  }
}
