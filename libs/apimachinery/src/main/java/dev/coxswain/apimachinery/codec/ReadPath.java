package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.ArrayList;
import java.util.List;

/// Where in the document the reader is.
final class ReadPath {
  private sealed interface Step {
    record Field(String name) implements Step {}

    record Key(String key) implements Step {}

    record Index(int index) implements Step {}
  }

  private final List<Step> steps = new ArrayList<>();
  private final List<Descriptor> structs = new ArrayList<>();

  void enterField(Descriptor struct, String name) {
    structs.add(struct);
    steps.add(new Step.Field(name));
  }

  void leaveField() {
    structs.removeLast();
    steps.removeLast();
  }

  void enterKey(String key) {
    steps.add(new Step.Key(key));
  }

  void enterIndex(int index) {
    steps.add(new Step.Index(index));
  }

  void leave() {
    steps.removeLast();
  }

  /// The path of a field here: `spec.containers[0].image`.
  String child(String name) {
    var text = new StringBuilder();
    for (var step : steps) {
      switch (step) {
        case Step.Field(var field) -> dotted(text, field);
        case Step.Key(var key) -> dotted(text, key);
        case Step.Index(int index) -> text.append('[').append(index).append(']');
      }
    }
    return dotted(text, name).toString();
  }

  /// Go's complaint about a value here that does not fit its type.
  DecodeException mismatch(String found, String goType) {
    if (structs.isEmpty()) {
      return new DecodeException(
          "json: cannot unmarshal " + found + " into Go value of type " + goType);
    }
    var fields = new StringBuilder();
    for (var step : steps) {
      if (step instanceof Step.Field(var field)) {
        dotted(fields, field);
      }
    }
    return new DecodeException(
        "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
            .formatted(found, structs.getLast().getName(), fields, goType));
  }

  private static StringBuilder dotted(StringBuilder text, String name) {
    return text.append(text.isEmpty() ? "" : ".").append(name);
  }
}
