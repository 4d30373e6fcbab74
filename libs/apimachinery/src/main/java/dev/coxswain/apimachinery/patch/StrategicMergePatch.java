package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.schema.Field;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Strategic merge patch: like a merge patch, but lists whose type says so merge by their elements'
/// keys, and directives in the patch say more: `$patch`, `$retainKeys`,
/// `$deleteFromPrimitiveList/…`, `$setElementOrder/…`.
public final class StrategicMergePatch {
  private StrategicMergePatch() {}

  /// Reads the patch's text.
  ///
  /// @throws ApiException `BadRequest` if it is no JSON object
  public static ObjectNode read(byte[] patch) {
    var tree = PatchText.tree(patch, "");
    return tree.isNull() ? JsonNodeFactory.instance.objectNode() : PatchText.object(tree, "");
  }

  /// Applies the patch's text.
  ///
  /// @throws ApiException `BadRequest` or an error without reason if its directives are wrong,
  ///   `Invalid` if the result does not fit the type
  public static JsonNode apply(ObjectNode document, byte[] patch, Schema schema) {
    return apply(document, read(patch), List.of(), schema).tree();
  }

  /// Applies a patch that has been read.
  ///
  /// @param complaints what is odd about its text
  /// @throws ApiException `BadRequest` or an error without reason if its directives are wrong,
  ///   `Invalid` if the result does not fit the type
  public static Patched apply(
      ObjectNode document, ObjectNode patch, List<String> complaints, Schema schema) {
    var changes = patch.deepCopy();
    var merged = merge(document.deepCopy(), changes, schema);
    var patched = new Patched(merged, complaints, Optional.of(changes));
    GoConversion.firstMismatch(merged, schema)
        .ifPresent(problem -> {
          throw patched.refusal(problem);
        });
    return patched;
  }

  /// Both trees may be changed.
  static ObjectNode merge(ObjectNode original, ObjectNode patch, Schema schema) {
    if (patch.has(Directives.PATCH)) {
      return directed(patch);
    }
    retainKeys(original, patch);
    ElementOrder.apply(original, patch, schema);
    for (var change : new ArrayList<>(patch.properties())) {
      merge(original, change.getKey(), change.getValue(), schema);
    }
    return original;
  }

  private static void merge(ObjectNode original, String key, JsonNode value, Schema schema) {
    var removes = key.startsWith(Directives.DELETE_FROM_LIST);
    var name = removes ? Directives.listOf(key, "primitive list") : key;
    var before = original.get(name);
    if (value.isNull()) {
      original.remove(name);
    } else if (before == null || before.getNodeType() != value.getNodeType()) {
      if (!removes) {
        original.set(name, Directives.drop(value));
      }
    } else {
      original.set(name, merged(before, value, field(schema, name), removes));
    }
  }

  private static JsonNode merged(JsonNode before, JsonNode value, Field field, boolean removes) {
    if (before instanceof ObjectNode object && value instanceof ObjectNode changes) {
      return field.replaces() ? changes : merge(object, changes, field.schema());
    }
    if (before instanceof ArrayNode list && value instanceof ArrayNode changes) {
      return list(list, changes, field, removes);
    }
    return value;
  }

  static ArrayNode list(ArrayNode before, ArrayNode changes, Field field, boolean removes) {
    return field.merges() || removes ? ListMerge.merge(before, changes, field, removes) : changes;
  }

  /// What is known of a field; those of unknown types merge by default.
  static Field field(Schema schema, String name) {
    return schema instanceof Schema.Struct struct
        ? struct.field(name).orElseGet(() -> Field.of(schema.child(name)))
        : Field.of(schema.child(name));
  }

  private static ObjectNode directed(ObjectNode patch) {
    var directive = patch.get(Directives.PATCH);
    return switch (directive.asText()) {
      case Directives.REPLACE -> {
        patch.remove(Directives.PATCH);
        yield patch;
      }
      case Directives.DELETE -> patch.objectNode();
      default -> throw Directives.unknown(directive, patch);
    };
  }

  /// What the patch does not list goes; the patch must not speak of anything else.
  private static void retainKeys(ObjectNode original, ObjectNode patch) {
    var list = patch.remove(Directives.RETAIN_KEYS);
    if (list == null) {
      return;
    }
    if (!list.isArray()) {
      throw PatchText.badRequest("invalid patch format of retainKeys");
    }
    var retained = new HashSet<String>();
    list.forEach(key -> retained.add(key.asText()));
    for (var change : patch.properties()) {
      if (!change.getValue().isNull()
          && !Directives.isListDirective(change.getKey())
          && !retained.contains(change.getKey())) {
        throw PatchText.badRequest("invalid patch format of retainKeys");
      }
    }
    original.retain(retained);
  }
}
