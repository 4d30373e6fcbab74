package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.List;
import java.util.Locale;

/// Reads the bytes of a patch.
final class PatchText {
  private static final String GO_MAP = "map[string]interface {}";

  /// No object of the API is deeper, and patches are followed by recursion.
  private static final int MAX_DEPTH = 300;

  private PatchText() {}

  static JsonNode tree(byte[] patch, String before) {
    JsonNode tree;
    try {
      tree = JsonCodec.parse(patch);
    } catch (DecodeException e) {
      throw badRequest(before + e.getMessage());
    }
    return shallow(tree, before);
  }

  /// The tree, which is not too deep.
  static JsonNode shallow(JsonNode tree, String before) {
    if (isTooDeep(tree)) {
      throw badRequest(before + "exceeded max depth");
    }
    return tree;
  }

  private static boolean isTooDeep(JsonNode tree) {
    List<JsonNode> level = List.of(tree);
    for (int depth = 0; depth <= MAX_DEPTH && !level.isEmpty(); depth++) {
      level = level.stream().flatMap(JsonNode::valueStream).toList();
    }
    return !level.isEmpty();
  }

  /// @param before what the complaint starts with
  static ObjectNode object(JsonNode patch, String before) {
    if (patch instanceof ObjectNode object) {
      return object;
    }
    throw badRequest(before + cannotUnmarshal(patch, GO_MAP));
  }

  static String cannotUnmarshal(JsonNode value, String goType) {
    return "json: cannot unmarshal " + kind(value) + " into Go value of type " + goType;
  }

  /// @param field with its struct: `jsonPatchOp.path`
  static String cannotUnmarshal(JsonNode value, String field, String goType) {
    return "json: cannot unmarshal %s into Go struct field %s of type %s"
        .formatted(kind(value), field, goType);
  }

  static ApiException badRequest(String message) {
    return ApiException.of(new Refusal.BadRequest(message));
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> "bool";
      case STRING, NUMBER, OBJECT, ARRAY, NULL ->
          value.getNodeType().name().toLowerCase(Locale.ROOT);
      case BINARY, MISSING, POJO -> "value";
    };
  }
}
