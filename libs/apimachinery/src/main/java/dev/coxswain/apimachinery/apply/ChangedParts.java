package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.codec.Differences;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.Metadata;

/// Two versions of an object as trees, without the parts in which they agree and without
/// `managedFields`. Comparing these finds the same differences and spares us from turning the whole
/// object into trees: a new status leaves the spec alone.
record ChangedParts(JsonNode before, JsonNode after) {

  static ChangedParts of(Message before, Message after) {
    var differences = Differences.of(before, after);
    return new ChangedParts(tree(differences.before()), tree(differences.after()));
  }

  private static JsonNode tree(Message part) {
    return JsonCodec.toTree(
        Metadata.of(part).getManagedFieldsCount() > 0
            ? Metadata.edit(part, ObjectMeta.Builder::clearManagedFields)
            : part);
  }
}
