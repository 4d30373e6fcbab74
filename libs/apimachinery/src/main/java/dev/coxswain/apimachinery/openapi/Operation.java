package dev.coxswain.apimachinery.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import java.util.List;
import java.util.Optional;

/// One method of one path.
///
/// @param method in lower case, as documents have it
/// @param action what `x-kubernetes-action` says, where there is a kind
/// @param kind what the operation is about, if it is about objects
/// @param body what is sent
record Operation(
    String method,
    String action,
    String id,
    String description,
    String tag,
    Optional<GroupVersionKind> kind,
    List<Parameter> parameters,
    Optional<Descriptor> body,
    Answer answer) {

  boolean isPatch() {
    return method.equals("patch") && action.equals("patch");
  }

  /// Whether events may come back one by one.
  boolean isStreamed() {
    return action.equals("list") || action.startsWith("watch");
  }

  boolean isConnect() {
    return action.equals("connect");
  }

  /// The code of success besides 200, and what it means.
  Optional<String> otherSuccess() {
    return switch (action) {
      case "post" -> Optional.of("201");
      case "put", "patch" -> Optional.of("201");
      case "delete" -> Optional.of("202");
      default -> Optional.empty();
    };
  }
}
