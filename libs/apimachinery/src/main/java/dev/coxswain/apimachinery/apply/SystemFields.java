package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What of an object nobody manages, because the server alone writes it or it says which object
/// this is.
final class SystemFields {
  private static final FieldSet NEVER_MANAGED =
      FieldSet.of(
          "apiVersion",
          "kind",
          "metadata",
          "metadata.name",
          "metadata.namespace",
          "metadata.creationTimestamp",
          "metadata.selfLink",
          "metadata.uid",
          "metadata.clusterName",
          "metadata.generation",
          "metadata.managedFields",
          "metadata.resourceVersion");

  private SystemFields() {}

  static FieldSet strip(FieldSet fields) {
    return fields.minus(NEVER_MANAGED);
  }

  /// A copy of the object without its `managedFields`, which are not part of what is merged.
  static ObjectNode withoutManagedFields(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    return copy;
  }
}
