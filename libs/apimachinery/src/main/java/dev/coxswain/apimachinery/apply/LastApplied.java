package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// The annotation in which `kubectl apply` remembers, on the client's side, what it applied. It
/// lets an object go over to server-side apply without conflicts, and back.
final class LastApplied {
  /// Only this manager uses the annotation.
  static final String KUBECTL = "kubectl";

  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
  private static final int MAX_ANNOTATIONS = 256 * 1024;
  private static final ObjectMapper SORTED =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private LastApplied() {}

  /// The fields that are still as the annotation says: kubectl may take them over from whoever
  /// wrote them for it.
  static FieldSet untouched(JsonNode live, Schema schema, String apiVersion) {
    var text = live.path("metadata").path("annotations").path(ANNOTATION).asText("");
    return parse(text)
        .filter(applied -> applied.path("apiVersion").asText().equals(apiVersion))
        .map(applied -> untouched(applied, live, schema))
        .orElse(FieldSet.EMPTY);
  }

  /// Brings the annotation up to date, if the object has one.
  static void refresh(ObjectNode object, JsonNode applied) {
    if (object.path("metadata").path("annotations") instanceof ObjectNode annotations
        && !annotations.path(ANNOTATION).asText("").isEmpty()) {
      annotations.put(ANNOTATION, text(applied));
      if (size(annotations) > MAX_ANNOTATIONS) {
        annotations.remove(ANNOTATION);
      }
    }
  }

  private static FieldSet untouched(JsonNode applied, JsonNode live, Schema schema) {
    try {
      TypeCheck.check(applied, schema);
      var comparison = Comparison.of(applied, live, schema);
      return OwnedFields.of(applied, schema)
          .minus(comparison.modified())
          .minus(comparison.added())
          .minus(comparison.removed());
    } catch (MergeException _) {
      // What was applied does not fit today's type, so nothing is known to be untouched.
      return FieldSet.EMPTY;
    }
  }

  private static Optional<JsonNode> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SORTED.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException _) {
      // People edit annotations; one that is no JSON means as much as none.
      return Optional.empty();
    }
  }

  private static String text(JsonNode applied) {
    ObjectNode copy = applied.deepCopy();
    if (copy.path("metadata").path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(ANNOTATION);
    }
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(copy, Map.class)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("wants a tree that can be written", e);
    }
  }

  private static int size(ObjectNode annotations) {
    var size = 0;
    for (var annotation : annotations.properties()) {
      size += bytes(annotation.getKey()) + bytes(annotation.getValue().asText());
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
