package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;

/// A pod template at length.
public final class TemplateLines {
  private TemplateLines() {}

  /// The lines before their cells are lined up, as histories print them.
  public static String raw(JsonNode template) {
    var text = new Description();
    addTo(text, template);
    return text.raw();
  }

  static void addTo(Description text, JsonNode template) {
    JsonNode spec = template.path("spec");
    text.line(0, "Pod Template:");
    text.pairs(1, "Labels", template.path("metadata").path("labels"), "=");
    if (!template.path("metadata").path("annotations").isEmpty()) {
      text.pairs(1, "Annotations", template.path("metadata").path("annotations"), ": ");
    }
    text.fieldIfSet(1, "Service Account", spec.path("serviceAccountName").asText());
    JsonNode none = template.path("no status");
    ContainerLines.addTo(
        text, "Init Containers", spec.path("initContainers"), none, none, 1, "   ");
    ContainerLines.addTo(text, "Containers", spec.path("containers"), none, none, 1, "   ");
    VolumeLines.addTo(text, spec.path("volumes"), 1, "   ");
    text.fieldIfSet(1, "Priority Class Name", spec.path("priorityClassName").asText());
    text.pairs(1, "Node-Selectors", spec.path("nodeSelector"), "=");
    text.list(1, "Tolerations", Tolerations.describe(spec.path("tolerations")));
  }
}
