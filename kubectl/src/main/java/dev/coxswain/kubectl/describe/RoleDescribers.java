package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.print.GoValues;
import java.util.TreeMap;

/// Roles and their bindings at length.
final class RoleDescribers {
  private RoleDescribers() {}

  static void role(Description text, JsonNode role, Describer.Lookup lookup) {
    JsonNode metadata = role.path("metadata");
    text.field(0, "Name", metadata.path("name").asText());
    WorkloadDescribers.labelsAnnotations(text, role);
    text.line(0, "PolicyRule:");
    text.line(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs");
    text.line(1, "---------\t-----------------\t--------------\t-----");
    var rows = new TreeMap<String, String>();
    for (JsonNode rule : role.path("rules")) {
      String verbs = GoValues.show(rule.path("verbs"));
      String names = list(rule.path("resourceNames"));
      for (JsonNode resource : rule.path("resources")) {
        for (JsonNode group : rule.path("apiGroups")) {
          String name =
              group.asText().isEmpty()
                  ? resource.asText()
                  : resource.asText() + "." + group.asText();
          rows.put("0" + name + names, "%s\t[]\t%s\t%s".formatted(name, names, verbs));
        }
      }
      for (JsonNode url : rule.path("nonResourceURLs")) {
        rows.put("1" + url.asText(), "\t[%s]\t[]\t%s".formatted(url.asText(), verbs));
      }
    }
    rows.values().forEach(row -> text.line(1, "%s", row));
  }

  private static String list(JsonNode names) {
    return names.isEmpty() ? "[]" : GoValues.show(names);
  }

  static void binding(Description text, JsonNode binding, Describer.Lookup lookup) {
    text.field(0, "Name", binding.path("metadata").path("name").asText());
    WorkloadDescribers.labelsAnnotations(text, binding);
    text.line(0, "Role:");
    text.field(1, "Kind", binding.path("roleRef").path("kind").asText());
    text.field(1, "Name", binding.path("roleRef").path("name").asText());
    text.line(0, "Subjects:");
    text.line(1, "Kind\tName\tNamespace");
    text.line(1, "----\t----\t---------");
    for (JsonNode subject : binding.path("subjects")) {
      text.line(
          1,
          "%s\t%s\t%s",
          subject.path("kind").asText(),
          subject.path("name").asText(),
          subject.path("namespace").asText());
    }
  }
}
