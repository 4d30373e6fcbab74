package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.GoValues;
import java.util.ArrayList;

/// What a strategic merge patch says beside values.
final class Directives {
  static final String PATCH = "$patch";
  static final String REPLACE = "replace";
  static final String DELETE = "delete";
  static final String MERGE = "merge";
  static final String RETAIN_KEYS = "$retainKeys";
  static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList";
  static final String ELEMENT_ORDER = "$setElementOrder";

  private Directives() {}

  /// The list of which a key such as `$setElementOrder/containers` speaks.
  ///
  /// @param format what refusals call the directive
  static String listOf(String key, String format) {
    var slash = key.indexOf('/');
    var directive = slash < 0 ? "" : key.substring(0, slash);
    if (!directive.equals(DELETE_FROM_LIST) && !directive.equals(ELEMENT_ORDER)) {
      throw PatchText.badRequest("invalid patch format of " + format);
    }
    return key.substring(slash + 1);
  }

  static boolean isListDirective(String key) {
    return key.startsWith(DELETE_FROM_LIST) || key.startsWith(ELEMENT_ORDER);
  }

  /// A value for a place where nothing was: without directives, and without nulls, which have
  /// nothing to remove.
  static JsonNode drop(JsonNode value) {
    if (value instanceof ObjectNode object) {
      for (var field : new ArrayList<>(object.properties())) {
        if (field.getValue().isNull() || isDirective(field.getKey())) {
          object.remove(field.getKey());
        } else {
          object.set(field.getKey(), drop(field.getValue()));
        }
      }
      return object;
    }
    if (value instanceof ArrayNode list) {
      ArrayNode result = list.arrayNode();
      for (var element : list) {
        if (!isDeletion(element)) {
          result.add(drop(element));
        }
      }
      return result;
    }
    return value;
  }

  /// Upstream answers these without a reason.
  static ApiException failure(String message) {
    return new ApiException(
        Status.newBuilder().setStatus("Failure").setMessage(message).setCode(500).build());
  }

  static ApiException unknown(JsonNode directive, ObjectNode patch) {
    return failure(
        "unknown patch type: " + asString(directive) + " in map: " + GoValues.text(patch));
  }

  /// Something that is no list where a list must be.
  static ApiException noList(JsonNode value) {
    return failure("expected a []interface {}, but received a " + GoValues.type(value));
  }

  /// As `%s`, which is not meant for numbers.
  private static String asString(JsonNode value) {
    var text = GoValues.text(value);
    if (value.isNull()) {
      return "%!s(<nil>)";
    }
    return value.isValueNode() && !value.isTextual()
        ? "%!s(" + GoValues.type(value) + "=" + text + ")"
        : text;
  }

  private static boolean isDirective(String key) {
    return key.equals(PATCH) || key.equals(RETAIN_KEYS) || isListDirective(key);
  }

  /// Also an element that only says how its list is merged.
  private static boolean isDeletion(JsonNode element) {
    return element.isObject()
        && (element.path(PATCH).asText().equals(DELETE)
            || (element.has(PATCH) && element.size() == 1));
  }
}
