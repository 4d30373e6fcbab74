package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.ArrayList;

/// JSON merge patch, RFC 7386: objects merge, null removes, everything else replaces.
public final class MergePatch {
  private static final String BEFORE = "error decoding patch: ";

  private MergePatch() {}

  /// Reads the patch's text.
  ///
  /// @throws ApiException `BadRequest` if it is no JSON object
  public static ObjectNode read(byte[] patch, FieldValidation validation) {
    if (validation == FieldValidation.IGNORE) {
      return unchecked(patch);
    }
    var tree = PatchText.tree(patch, BEFORE);
    if (tree.isNull()) {
      throw noPatch();
    }
    return PatchText.object(tree, BEFORE);
  }

  /// Applies the patch's text.
  ///
  /// @throws ApiException `BadRequest` if it is no JSON object
  public static JsonNode apply(JsonNode document, byte[] patch) {
    return apply(document, read(patch, FieldValidation.WARN));
  }

  /// Applies a patch that has been read.
  public static JsonNode apply(JsonNode document, ObjectNode patch) {
    return merge(document.deepCopy(), patch.deepCopy());
  }

  /// Nobody looks at the text before it is applied, so nobody says what is wrong with it.
  private static ObjectNode unchecked(byte[] patch) {
    try {
      if (JsonCodec.parse(patch) instanceof ObjectNode object) {
        return PatchText.object(PatchText.shallow(object, BEFORE), BEFORE);
      }
    } catch (DecodeException e) {
      throw (ApiException) noPatch().initCause(e);
    }
    throw noPatch();
  }

  private static ApiException noPatch() {
    return PatchText.badRequest("Invalid JSON Patch");
  }

  /// Both trees may be changed.
  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(target instanceof ObjectNode object)) {
      return pruned(patch);
    }
    return patch instanceof ObjectNode changes ? merge(object, changes) : patch;
  }

  private static ObjectNode merge(ObjectNode object, ObjectNode changes) {
    for (var change : changes.properties()) {
      var value = change.getValue();
      if (value.isNull()) {
        object.remove(change.getKey());
      } else {
        object.set(change.getKey(), merge(object.path(change.getKey()), value));
      }
    }
    return SortedFields.sort(object);
  }

  /// Where nothing was before, there is nothing to remove.
  private static JsonNode pruned(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        for (var field : new ArrayList<>(object.properties())) {
          if (field.getValue().isNull()) {
            object.remove(field.getKey());
          } else {
            pruned(field.getValue());
          }
        }
        yield SortedFields.sort(object);
      }
      case ArrayNode list -> {
        list.forEach(MergePatch::pruned);
        yield list;
      }
      default -> value;
    };
  }
}
