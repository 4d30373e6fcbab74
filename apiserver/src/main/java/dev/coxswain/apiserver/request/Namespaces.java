package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;

/// Checks that an object is where and what the URL says.
public final class Namespaces {
  private Namespaces() {}

  /// The object in the namespace of the URL.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if it says that it is in another
  public static Message placed(Message sent, Target target) {
    var own = Metadata.of(sent).getNamespace();
    if (own.equals(target.namespace())) {
      return sent;
    }
    if (!own.isEmpty() && !target.namespace().isEmpty()) {
      throw Refusals.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return Metadata.edit(sent, meta -> meta.setNamespace(target.namespace()));
  }

  static void checkName(Message sent, Target target) {
    var own = Metadata.of(sent).getName();
    if (own.isEmpty()) {
      throw Refusals.badRequest(
          "the name of the object (%s based on URL) was undeterminable: name must be provided"
              .formatted(target.name()));
    }
    if (!own.equals(target.name())) {
      throw Refusals.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(own, target.name()));
    }
  }
}
