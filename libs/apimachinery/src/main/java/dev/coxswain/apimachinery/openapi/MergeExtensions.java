package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.coxswain.api.options.OptionsProto;

/// What clients need to know to merge a field.
final class MergeExtensions {
  private MergeExtensions() {}

  static void add(FieldDescriptor field, ObjectNode schema) {
    var options = field.getOptions();
    var strategies = options.getExtension(OptionsProto.patchStrategy);
    if (!strategies.isEmpty()) {
      schema.put("x-kubernetes-patch-strategy", String.join(",", strategies));
    }
    if (options.hasExtension(OptionsProto.mergeKey)) {
      schema.put("x-kubernetes-patch-merge-key", options.getExtension(OptionsProto.mergeKey));
    }
    switch (options.getExtension(OptionsProto.listType)) {
      case ATOMIC -> schema.put("x-kubernetes-list-type", "atomic");
      case SET -> schema.put("x-kubernetes-list-type", "set");
      case MAP -> {
        schema.put("x-kubernetes-list-type", "map");
        options
            .getExtension(OptionsProto.listMapKeys)
            .forEach(schema.putArray("x-kubernetes-list-map-keys")::add);
      }
      case LIST_TYPE_UNSET, UNRECOGNIZED -> {}
    }
    switch (options.getExtension(OptionsProto.mapType)) {
      case ATOMIC_MAP -> schema.put("x-kubernetes-map-type", "atomic");
      case GRANULAR_MAP -> schema.put("x-kubernetes-map-type", "granular");
      case MAP_TYPE_UNSET, UNRECOGNIZED -> {}
    }
  }
}
