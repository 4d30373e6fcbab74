package dev.coxswain.apimachinery.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;

/// A part of the address of an operation.
record Parameter(String name, String in, String type, String description) {

  static Parameter path(String name, String description) {
    return new Parameter(name, "path", "string", description);
  }

  static Parameter query(String name, String description) {
    return new Parameter(name, "query", "string", description);
  }

  boolean required() {
    return in.equals("path");
  }

  /// The query parameters that stand for the fields of an options message.
  static List<Parameter> of(Descriptor options, Comments comments) {
    var parameters = new ArrayList<Parameter>();
    for (var field : options.getFields()) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        parameters.add(
            new Parameter(field.getJsonName(), "query", type(field), comments.of(field)));
      }
    }
    return List.copyOf(parameters);
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case BOOLEAN -> "boolean";
      case INT, LONG -> "integer";
      default -> "string";
    };
  }
}
