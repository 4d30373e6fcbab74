package dev.coxswain.kubectl.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/// The annotation in which client-side apply keeps what it applied last.
public final class LastApplied {
  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  private LastApplied() {}

  /// What was applied last to an object; empty when nothing was.
  public static Optional<JsonNode> of(JsonNode live) {
    String text = live.path("metadata").path("annotations").path(ANNOTATION).asText();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(JsonCodec.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The configuration with itself, as sorted JSON, in its annotation.
  public static ObjectNode remember(ObjectNode configuration) {
    ObjectNode remembered = configuration.deepCopy();
    ObjectNode annotations = remembered.withObject("/metadata").withObject("/annotations");
    annotations.remove(ANNOTATION);
    String text = new String(JsonCodec.toJson(sorted(remembered)), StandardCharsets.UTF_8) + "\n";
    annotations.put(ANNOTATION, text);
    return remembered;
  }

  /// Takes the annotation off, in place.
  public static void forget(ObjectNode object) {
    if (object.path("metadata").path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(ANNOTATION);
      if (annotations.isEmpty()) {
        object.withObject("/metadata").remove("annotations");
      }
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      var members = new TreeMap<String, JsonNode>();
      node.properties().forEach(entry -> members.put(entry.getKey(), sorted(entry.getValue())));
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      members.forEach(copy::set);
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> copy.add(sorted(element)));
      return copy;
    }
    return node;
  }
}
