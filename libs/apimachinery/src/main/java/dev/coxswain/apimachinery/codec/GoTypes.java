package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.coxswain.apimachinery.scheme.StringEnum;

/// What Go calls the types of fields; decoding errors name them.
final class GoTypes {
  private GoTypes() {}

  /// The type of the whole field: `[]v1.Container`, `map[string]string`, `int32`.
  static String of(FieldDescriptor field) {
    if (field.isMapField()) {
      var value = field.getMessageType().findFieldByNumber(2);
      var element = element(value);
      return element.equals("resource.Quantity") ? "v1.ResourceList" : "map[string]" + element;
    }
    return field.isRepeated() ? "[]" + element(field) : element(field);
  }

  /// The type of one element of the field.
  static String element(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> "int32";
      case LONG -> "int64";
      case BOOLEAN -> "bool";
      case DOUBLE -> "float64";
      case FLOAT -> "float32";
      case STRING, ENUM -> text(field);
      case BYTE_STRING -> "[]uint8";
      case MESSAGE -> of(field.getMessageType());
    };
  }

  private static String text(FieldDescriptor field) {
    return StringEnum.of(field)
        .map(type -> shortPackage(field.getContainingType()) + "." + type.name())
        .orElse("string");
  }

  /// The type with its package's short name: `v1.Pod`.
  static String of(Descriptor type) {
    return shortPackage(type) + "." + type.getName();
  }

  private static String shortPackage(Descriptor type) {
    var path = type.getFile().getPackage();
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
