package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/// JSON merge patch, RFC 7386: objects merge, null removes, everything else replaces.
public final class MergePatch {
  private MergePatch() {}

  /// Applies the patch's text.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException `BadRequest` if it is no JSON object
  public static JsonNode apply(JsonNode document, byte[] patch) {
    return apply(document, PatchText.tree(patch, "error decoding patch: "));
  }

  /// Applies a patch that has been read.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException `BadRequest` if it is no JSON object
  public static JsonNode apply(JsonNode document, JsonNode patch) {
    var changes = PatchText.object(patch, "error decoding patch: ");
    return merge(document.deepCopy(), changes);
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch.deepCopy();
    }
    if (!(target instanceof ObjectNode object)) {
      JsonNode fresh = patch.deepCopy();
      dropNulls(fresh);
      return fresh;
    }
    for (var change : changes.properties()) {
      var value = change.getValue();
      if (value.isNull()) {
        object.remove(change.getKey());
      } else {
        object.set(change.getKey(), merge(object.path(change.getKey()), value));
      }
    }
    return object;
  }

  /// Where nothing was before, there is nothing to remove.
  private static void dropNulls(JsonNode value) {
    if (value instanceof ObjectNode object) {
      for (var field : new ArrayList<>(object.properties())) {
        if (field.getValue().isNull()) {
          object.remove(field.getKey());
        }
      }
    }
    value.forEach(MergePatch::dropNulls);
  }
}
