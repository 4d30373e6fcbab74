package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.api.options.OptionsProto;
import dev.coxswain.apimachinery.scheme.KindType;
import java.util.Optional;
import java.util.stream.Collectors;

/// An object cut in two: what a patch speaks of, and the rest, which stays as it is. So a patch of
/// the status leaves the spec out of the way that goes through a tree and back.
///
/// @param part has only fields that the patch names
/// @param rest has only the others
record Excerpt(Message part, Message rest) {

  /// Empty if the patch says something that is not plainly about a field of the object: directives,
  /// `kind`, fields nobody knows.
  static Optional<Excerpt> of(Message object, KindType kind, ObjectNode patch) {
    var named =
        kind.descriptor().getFields().stream()
            .filter(field -> !field.getOptions().getExtension(OptionsProto.inline))
            .filter(field -> patch.has(field.getJsonName()))
            .collect(Collectors.toSet());
    if (named.size() != patch.size()) {
      return Optional.empty();
    }
    var part = object.toBuilder();
    var rest = object.toBuilder();
    for (var field : kind.descriptor().getFields()) {
      (named.contains(field) ? rest : part).clearField(field);
    }
    return Optional.of(new Excerpt(part.build(), rest.build()));
  }

  /// The whole object with another part.
  Message with(Message patched) {
    return rest.toBuilder().mergeFrom(patched).build();
  }
}
