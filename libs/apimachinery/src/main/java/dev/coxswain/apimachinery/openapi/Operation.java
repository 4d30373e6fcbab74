package dev.coxswain.apimachinery.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import java.util.List;
import java.util.Optional;

/// One method of one path.
///
/// @param method in lower case, as documents have it
/// @param action what `x-kubernetes-action` says
/// @param kind what the operation is about
/// @param body what is sent
/// @param result what comes back; text when empty
record Operation(
    String method,
    String action,
    String id,
    String description,
    String tag,
    GroupVersionKind kind,
    List<Parameter> parameters,
    Optional<Descriptor> body,
    Optional<Descriptor> result) {

  boolean isPatch() {
    return method.equals("patch") && action.equals("patch");
  }

  boolean isList() {
    return action.equals("list");
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
