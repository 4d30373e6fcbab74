package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/// The order that fields have after a patch: upstream turns the objects that a patch touches into
/// maps, which are written sorted, and leaves all others as they are. Refusals show it.
final class SortedFields {
  private SortedFields() {}

  /// Sorts the fields of this object, and not those of the objects in it.
  static ObjectNode sort(ObjectNode object) {
    var fields = new TreeMap<String, JsonNode>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    object.removeAll();
    object.setAll(fields);
    return object;
  }
}
