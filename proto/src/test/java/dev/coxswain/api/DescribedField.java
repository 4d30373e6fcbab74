package dev.coxswain.api;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import dev.coxswain.api.options.ListType;
import dev.coxswain.api.options.MapType;
import dev.coxswain.api.options.OptionsProto;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a descriptor says of a field, in the columns and words of the facts.
record DescribedField(DescriptorProto owner, FieldDescriptorProto field) {

  Map<String, String> columns() {
    var columns = new TreeMap<String, String>();
    var options = field.getOptions();
    columns.put("number", Integer.toString(field.getNumber()));
    columns.put("type", type());
    columns.put("label", label());
    columns.put("inline", yesNo(options.getExtension(OptionsProto.inline)));
    columns.put("required", yesNo(options.getExtension(OptionsProto.required)));
    columns.put(
        "patch_strategy", String.join(",", options.getExtension(OptionsProto.patchStrategy)));
    columns.put("patch_merge_key", options.getExtension(OptionsProto.mergeKey));
    columns.put("list_type", listType(options.getExtension(OptionsProto.listType)));
    columns.put("list_map_keys", String.join(",", options.getExtension(OptionsProto.listMapKeys)));
    columns.put("map_type", mapType(options.getExtension(OptionsProto.mapType)));
    columns.put("omitzero", yesNo(options.getExtension(OptionsProto.omitZero)));
    columns.put("presence", presence());
    columns.put("kept", yesNo(options.getExtension(OptionsProto.keepEmpty)));
    return columns;
  }

  boolean isMessage() {
    return field.getType() == Type.TYPE_MESSAGE;
  }

  /// One of: value, pointer, struct, many.
  private String presence() {
    var options = field.getOptions();
    if (field.getLabel() == Label.LABEL_REPEATED) {
      return "many";
    }
    if (options.getExtension(OptionsProto.struct) || options.getExtension(OptionsProto.inline)) {
      return "struct";
    }
    return isMessage() || field.getProto3Optional() ? "pointer" : "value";
  }

  private String label() {
    if (mapEntry().isPresent()) {
      return "map";
    }
    return field.getLabel() == Label.LABEL_REPEATED ? "repeated" : "optional";
  }

  private String type() {
    return mapEntry()
        .map(entry -> "map<" + plain(entry.getField(0)) + "," + plain(entry.getField(1)) + ">")
        .orElseGet(() -> plain(field));
  }

  private static String plain(FieldDescriptorProto field) {
    return field.getType() == Type.TYPE_MESSAGE
        ? DescribedMessages.typeName(field.getTypeName())
        : field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
  }

  private Optional<DescriptorProto> mapEntry() {
    return owner.getNestedTypeList().stream()
        .filter(nested -> nested.getOptions().getMapEntry())
        .filter(nested -> field.getTypeName().endsWith("." + nested.getName()))
        .findFirst();
  }

  private static String listType(ListType type) {
    return type == ListType.LIST_TYPE_UNSET ? "" : type.name().toLowerCase(Locale.ROOT);
  }

  private static String mapType(MapType type) {
    return switch (type) {
      case ATOMIC_MAP -> "atomic";
      case GRANULAR_MAP -> "granular";
      case MAP_TYPE_UNSET, UNRECOGNIZED -> "";
    };
  }

  static String yesNo(boolean value) {
    return value ? "yes" : "no";
  }
}
