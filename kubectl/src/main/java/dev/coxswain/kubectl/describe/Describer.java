package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Tells about objects of one kind, all but their events.
@FunctionalInterface
public interface Describer {
  /// Other objects that belong to a description.
  @FunctionalInterface
  interface Lookup {
    /// @param resource such as `pods`
    /// @param query such as `labelSelector=a%3Db`; empty for all
    List<JsonNode> list(String resource, String namespace, String query);
  }

  void addTo(Description text, JsonNode object, Lookup lookup);

  /// Name, namespace, labels and annotations, as most descriptions begin.
  static void head(Description text, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    text.field(0, "Name", metadata.path("name").asText());
    if (metadata.has("namespace")) {
      text.field(0, "Namespace", metadata.path("namespace").asText());
    }
    text.pairs(0, "Labels", metadata.path("labels"), "=");
    text.pairs(0, "Annotations", metadata.path("annotations"), ": ");
  }
}
