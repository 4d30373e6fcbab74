package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;

/// The volumes of a pod or of a pod template.
final class VolumeLines {
  private final Description text;
  private final String nameIndent;

  private VolumeLines(Description text, String nameIndent) {
    this.text = text;
    this.nameIndent = nameIndent;
  }

  static void addTo(Description text, JsonNode volumes, int level, String indent) {
    if (volumes.isEmpty()) {
      text.field(level, "Volumes", "<none>");
      return;
    }
    text.line(level, "Volumes:");
    var lines = new VolumeLines(text, indent);
    volumes.forEach(lines::volume);
  }

  private void volume(JsonNode volume) {
    text.line(0, "%s%s:", nameIndent, volume.path("name").asText());
    if (volume.has("configMap")) {
      configMap(volume.path("configMap"));
    } else if (volume.has("secret")) {
      secret(volume.path("secret"));
    } else if (volume.has("emptyDir")) {
      emptyDir(volume.path("emptyDir"));
    } else if (volume.has("hostPath")) {
      hostPath(volume.path("hostPath"));
    } else if (volume.has("persistentVolumeClaim")) {
      claim(volume.path("persistentVolumeClaim"));
    } else if (volume.has("projected")) {
      projected(volume.path("projected"));
    } else if (volume.has("downwardAPI")) {
      downwardApi(volume.path("downwardAPI"));
    } else {
      field("Type", "<unknown>");
    }
  }

  private void field(String name, Object value) {
    text.line(0, "    %s:\t%s", name, value);
  }

  private void configMap(JsonNode source) {
    field("Type", "ConfigMap (a volume populated by a ConfigMap)");
    field("Name", source.path("name").asText());
    field("Optional", source.path("optional").asBoolean());
  }

  private void secret(JsonNode source) {
    field("Type", "Secret (a volume populated by a Secret)");
    field("SecretName", source.path("secretName").asText());
    field("Optional", source.path("optional").asBoolean());
  }

  private void emptyDir(JsonNode source) {
    field("Type", "EmptyDir (a temporary directory that shares a pod's lifetime)");
    field("Medium", source.path("medium").asText());
    field("SizeLimit", source.path("sizeLimit").asText("<unset>"));
  }

  private void hostPath(JsonNode source) {
    field("Type", "HostPath (bare host directory volume)");
    field("Path", source.path("path").asText());
    field("HostPathType", source.path("type").asText());
  }

  private void claim(JsonNode source) {
    field(
        "Type",
        "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)");
    field("ClaimName", source.path("claimName").asText());
    field("ReadOnly", source.path("readOnly").asBoolean());
  }

  private void downwardApi(JsonNode source) {
    field("Type", "DownwardAPI (a volume populated by information about the pod)");
    text.line(0, "    Items:");
    for (JsonNode item : source.path("items")) {
      String from = item.path("fieldRef").path("fieldPath").asText();
      if (item.has("resourceFieldRef")) {
        from = item.path("resourceFieldRef").path("resource").asText();
      }
      text.line(0, "      %s -> %s", from, item.path("path").asText());
    }
  }

  private void projected(JsonNode source) {
    field("Type", "Projected (a volume that contains injected data from multiple sources)");
    for (JsonNode one : source.path("sources")) {
      if (one.has("secret")) {
        field("SecretName", one.path("secret").path("name").asText());
        field("Optional", one.path("secret").path("optional").asBoolean());
      } else if (one.has("downwardAPI")) {
        field("DownwardAPI", "true");
      } else if (one.has("configMap")) {
        field("ConfigMapName", one.path("configMap").path("name").asText());
        field("ConfigMapOptional", one.path("configMap").path("optional").asText("<nil>"));
      } else if (one.has("serviceAccountToken")) {
        field(
            "TokenExpirationSeconds",
            one.path("serviceAccountToken").path("expirationSeconds").asInt());
      }
    }
  }
}
