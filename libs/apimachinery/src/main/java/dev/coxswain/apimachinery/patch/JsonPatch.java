package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.Optional;

/// JSON patch, RFC 6902: a list of operations, of which all succeed or none.
public final class JsonPatch {
  private static final int MAX_OPERATIONS = 10_000;
  private static final String BEFORE = "error decoding patch: ";

  private JsonPatch() {}

  /// Applies the patch's text.
  ///
  /// @throws ApiException `BadRequest` if it is no list of operations, `Invalid` if one of them
  ///   fails
  public static JsonNode apply(JsonNode document, byte[] patch) {
    return apply(document, PatchText.tree(patch, BEFORE));
  }

  /// Applies a patch that has been read.
  ///
  /// @throws ApiException `BadRequest` if it is no list of operations, `Invalid` if one of them
  ///   fails
  public static JsonNode apply(JsonNode document, JsonNode patch) {
    if (!patch.isArray()) {
      throw PatchText.badRequest(
          BEFORE + PatchText.cannotUnmarshal(patch, "[]handlers.jsonPatchOp"));
    }
    if (patch.size() > MAX_OPERATIONS) {
      throw ApiException.of(
          new Refusal.RequestEntityTooLarge(
              "The allowed maximum operations in a JSON patch is %d, got %d"
                  .formatted(MAX_OPERATIONS, patch.size())));
    }
    JsonNode result = document.deepCopy();
    for (var operation : patch) {
      if (!operation.isObject()) {
        throw PatchText.badRequest(
            BEFORE + PatchText.cannotUnmarshal(operation, "handlers.jsonPatchOp"));
      }
      apply(new Target(result), operation);
    }
    return result;
  }

  private static void apply(Target target, JsonNode operation) {
    var path = text(operation, "path");
    switch (operation.path("op").asText()) {
      case "add" -> target.add(path, value(operation));
      case "remove" -> target.remove(path);
      case "replace" -> target.replace(path, value(operation));
      case "move" -> target.add(path, target.remove(text(operation, "from")));
      case "copy" ->
          target.add(
              path, target.get(text(operation, "from")).orElseThrow(Target::refused).deepCopy());
      case "test" -> target.test(path, operation.path("value"));
      default -> throw Target.refused();
    }
  }

  private static String text(JsonNode operation, String field) {
    var value = operation.path(field);
    if (!value.isTextual()) {
      throw Target.refused();
    }
    return value.textValue();
  }

  private static JsonNode value(JsonNode operation) {
    return operation.has("value") ? operation.get("value").deepCopy() : NullNode.instance;
  }

  /// The document that the operations change.
  private record Target(JsonNode document) {

    void add(String path, JsonNode value) {
      var pointer = Pointer.parse(path);
      var parent = parent(pointer);
      if (parent instanceof ObjectNode object) {
        object.set(pointer.last(), value);
      } else {
        var list = Pointer.list(parent);
        var index =
            pointer.last().equals("-")
                ? list.size()
                : Pointer.index(pointer.last(), list.size() + 1);
        list.insert(index, value);
      }
    }

    JsonNode remove(String path) {
      var pointer = Pointer.parse(path);
      var parent = parent(pointer);
      var old = child(parent, pointer.last()).orElseThrow(Target::refused);
      if (parent instanceof ObjectNode object) {
        object.remove(pointer.last());
      } else {
        var list = Pointer.list(parent);
        list.remove(Pointer.index(pointer.last(), list.size()));
      }
      return old;
    }

    void replace(String path, JsonNode value) {
      var pointer = Pointer.parse(path);
      var parent = parent(pointer);
      if (child(parent, pointer.last()).isEmpty()) {
        throw refused();
      }
      if (parent instanceof ObjectNode object) {
        object.set(pointer.last(), value);
      } else {
        var list = Pointer.list(parent);
        list.set(Pointer.index(pointer.last(), list.size()), value);
      }
    }

    /// Null is what is not there.
    void test(String path, JsonNode value) {
      var actual = get(path).filter(node -> !node.isNull());
      var wanted = Optional.of(value).filter(node -> !node.isNull() && !node.isMissingNode());
      var same =
          (actual.isPresent() && wanted.isPresent())
              ? Pointer.sameValue(actual.get(), wanted.get())
              : actual.isEmpty() && wanted.isEmpty();
      if (!same) {
        throw refused();
      }
    }

    Optional<JsonNode> get(String path) {
      var pointer = Pointer.parse(path);
      return child(parent(pointer), pointer.last());
    }

    private JsonNode parent(Pointer pointer) {
      var node = document;
      for (var step : pointer.parents()) {
        node = child(node, step).orElseThrow(Target::refused);
      }
      if (!node.isContainerNode()) {
        throw refused();
      }
      return node;
    }

    private static Optional<JsonNode> child(JsonNode parent, String step) {
      if (parent.isObject()) {
        return Optional.ofNullable(parent.get(step));
      }
      if (!parent.isArray()) {
        throw refused();
      }
      return Optional.ofNullable(parent.get(Pointer.index(step, parent.size())));
    }

    static ApiException refused() {
      return ApiException.of(new Refusal.Unprocessable());
    }
  }
}
