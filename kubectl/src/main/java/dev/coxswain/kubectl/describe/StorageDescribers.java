package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.print.GoValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Claims and storage classes at length.
final class StorageDescribers {
  private static final Map<String, String> MODES =
      Map.of(
          "ReadWriteOnce", "RWO",
          "ReadOnlyMany", "ROX",
          "ReadWriteMany", "RWX",
          "ReadWriteOncePod", "RWOP");

  private StorageDescribers() {}

  static void claim(Description text, JsonNode claim, Describer.Lookup lookup) {
    JsonNode metadata = claim.path("metadata");
    JsonNode spec = claim.path("spec");
    JsonNode status = claim.path("status");
    text.field(0, "Name", metadata.path("name").asText());
    text.field(0, "Namespace", metadata.path("namespace").asText());
    text.field(0, "StorageClass", spec.path("storageClassName").asText());
    text.field(
        0,
        "Status",
        metadata.has("deletionTimestamp") ? "Terminating" : status.path("phase").asText());
    text.field(0, "Volume", spec.path("volumeName").asText());
    WorkloadDescribers.labelsAnnotations(text, claim);
    text.field(0, "Finalizers", GoValues.show(metadata.path("finalizers")));
    text.field(0, "Capacity", status.path("capacity").path("storage").asText());
    text.field(
        0,
        "Access Modes",
        StreamSupport.stream(status.path("accessModes").spliterator(), false)
            .map(mode -> MODES.getOrDefault(mode.asText(), mode.asText()))
            .collect(Collectors.joining(",")));
    text.fieldIfSet(0, "VolumeMode", spec.path("volumeMode").asText());
    text.list(0, "Used By", users(claim, lookup));
  }

  private static List<String> users(JsonNode claim, Describer.Lookup lookup) {
    JsonNode metadata = claim.path("metadata");
    List<String> users = new ArrayList<>();
    for (JsonNode pod : lookup.list("pods", metadata.path("namespace").asText(), "")) {
      for (JsonNode volume : pod.path("spec").path("volumes")) {
        JsonNode name = volume.path("persistentVolumeClaim").path("claimName");
        if (name.equals(metadata.path("name"))) {
          users.add(pod.path("metadata").path("name").asText());
        }
      }
    }
    return users;
  }

  static void storageClass(Description text, JsonNode storage, Describer.Lookup lookup) {
    JsonNode annotations = storage.path("metadata").path("annotations");
    boolean isDefault =
        annotations.path("storageclass.kubernetes.io/is-default-class").asText().equals("true");
    text.field(0, "Name", storage.path("metadata").path("name").asText());
    text.field(0, "IsDefaultClass", isDefault ? "Yes" : "No");
    text.field(0, "Annotations", joined(annotations));
    text.field(0, "Provisioner", storage.path("provisioner").asText());
    text.field(0, "Parameters", joined(storage.path("parameters")));
    text.field(
        0,
        "AllowVolumeExpansion",
        !storage.has("allowVolumeExpansion")
            ? "<unset>"
            : storage.path("allowVolumeExpansion").asBoolean() ? "True" : "False");
    if (storage.path("mountOptions").isEmpty()) {
      text.field(0, "MountOptions", "<none>");
    } else {
      text.line(0, "MountOptions:");
      storage.path("mountOptions").forEach(option -> text.line(1, "%s", option.asText()));
    }
    text.field(0, "ReclaimPolicy", storage.path("reclaimPolicy").asText());
    text.field(0, "VolumeBindingMode", storage.path("volumeBindingMode").asText());
  }

  private static String joined(JsonNode pairs) {
    return pairs.isEmpty()
        ? "<none>"
        : Description.sorted(pairs).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }
}
