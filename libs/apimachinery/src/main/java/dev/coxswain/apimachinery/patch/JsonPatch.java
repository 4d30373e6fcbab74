package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.UntypedComplaints;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// JSON patch, RFC 6902: a list of operations, of which all succeed or none.
public final class JsonPatch {
  private static final int MAX_OPERATIONS = 10_000;
  private static final String BEFORE = "error decoding patch: ";
  private static final List<String> TEXTS = List.of("op", "path", "from");
  private static final Set<String> FIELDS = Set.of("op", "path", "from", "value");

  private JsonPatch() {}

  /// Applies the patch's text.
  ///
  /// @throws ApiException `BadRequest` if it is no list of operations, `Invalid` if one of them
  ///   fails
  public static JsonNode apply(JsonNode document, byte[] patch) {
    return apply(document, patch, FieldValidation.WARN).tree();
  }

  /// Applies the patch's text, and says what is odd about it unless that is to be ignored.
  ///
  /// @throws ApiException `BadRequest` if it is no list of operations, `Invalid` if one of them
  ///   fails
  public static Patched apply(JsonNode document, byte[] patch, FieldValidation validation) {
    boolean ignores = validation == FieldValidation.IGNORE;
    var operations = ignores ? unchecked(patch) : checked(patch);
    var complaints = ignores ? List.<String>of() : complaints(patch);
    if (operations.size() > MAX_OPERATIONS) {
      throw ApiException.of(
          new Refusal.RequestEntityTooLarge(
              "The allowed maximum operations in a JSON patch is %d, got %d"
                  .formatted(MAX_OPERATIONS, operations.size())));
    }
    var target = new PatchTarget(document.deepCopy());
    operations.forEach(operation -> apply(target, operation));
    return new Patched(target.result(), complaints, Optional.empty());
  }

  private static List<String> complaints(byte[] patch) {
    return UntypedComplaints.ofList(patch, FIELDS).stream().map("json patch "::concat).toList();
  }

  /// The operations, each with texts where texts belong. No list at all has none.
  private static JsonNode checked(byte[] patch) {
    var operations = list(PatchText.tree(patch, BEFORE), BEFORE, "[]handlers.jsonPatchOp");
    for (var operation : operations) {
      if (!operation.isNull() && !operation.isObject()) {
        throw PatchText.badRequest(
            BEFORE + PatchText.cannotUnmarshal(operation, "handlers.jsonPatchOp"));
      }
      for (var field : TEXTS) {
        var value = operation.path(field);
        if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
          throw PatchText.badRequest(
              BEFORE + PatchText.cannotUnmarshal(value, "jsonPatchOp." + field, "string"));
        }
      }
    }
    return operations;
  }

  private static JsonNode unchecked(byte[] patch) {
    var operations = list(PatchText.tree(patch, ""), "", "jsonpatch.Patch");
    for (var operation : operations) {
      if (!operation.isNull() && !operation.isObject()) {
        throw PatchText.badRequest(PatchText.cannotUnmarshal(operation, "jsonpatch.Operation"));
      }
    }
    return operations;
  }

  private static JsonNode list(JsonNode patch, String before, String goType) {
    if (!patch.isArray() && !patch.isNull()) {
      throw PatchText.badRequest(before + PatchText.cannotUnmarshal(patch, goType));
    }
    return patch;
  }

  private static void apply(PatchTarget target, JsonNode operation) {
    switch (operation.path("op").asText()) {
      case "add" -> target.add(text(operation, "path"), value(operation));
      case "remove" -> target.remove(text(operation, "path"));
      case "replace" -> target.replace(text(operation, "path"), value(operation));
      case "move" -> {
        var moved = target.remove(text(operation, "from"));
        target.add(text(operation, "path"), moved);
      }
      case "copy" -> {
        var copied = target.get(text(operation, "from"));
        target.add(
            text(operation, "path"),
            copied.<JsonNode>map(JsonNode::deepCopy).orElse(NullNode.instance));
      }
      case "test" -> target.test(text(operation, "path"), value(operation));
      default -> throw PatchTarget.refused();
    }
  }

  private static String text(JsonNode operation, String field) {
    var value = operation.path(field);
    if (!value.isTextual()) {
      throw PatchTarget.refused();
    }
    return value.textValue();
  }

  private static JsonNode value(JsonNode operation) {
    return operation.has("value") ? operation.get("value").deepCopy() : NullNode.instance;
  }
}
