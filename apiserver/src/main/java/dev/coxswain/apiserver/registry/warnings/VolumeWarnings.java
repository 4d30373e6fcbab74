package dev.coxswain.apiserver.registry.warnings;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Warnings about the volumes of a pod: what is gone or will be, and claims that are made with it.
final class VolumeWarnings {
  private static final Map<String, String> OLD =
      Map.of(
          "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
          "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+",
          "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
          "flocker", "deprecated in v1.22, non-functional in v1.25+",
          "storageos", "deprecated in v1.22, non-functional in v1.25+",
          "quobyte", "deprecated in v1.22, non-functional in v1.25+",
          "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
          "cephfs", "deprecated in v1.28, non-functional in v1.31+",
          "rbd", "deprecated in v1.28, non-functional in v1.31+");

  private VolumeWarnings() {}

  static List<String> of(List<Volume> volumes, FieldPath path) {
    var warnings = new ArrayList<String>();
    for (int i = 0; i < volumes.size(); i++) {
      var at = path.index(i);
      var source = volumes.get(i).getVolumeSource();
      source.getAllFields().keySet().stream()
          .map(FieldDescriptor::getName)
          .filter(OLD::containsKey)
          .forEach(name -> warnings.add(at.child(shown(name)) + ": " + OLD.get(name)));
      if (source.getEphemeral().hasVolumeClaimTemplate()) {
        warnings.addAll(
            StorageWarnings.of(
                source.getEphemeral().getVolumeClaimTemplate().getSpec(),
                at.child("ephemeral", "volumeClaimTemplate", "spec")));
      }
    }
    volumes.forEach(volume -> warnings.addAll(OverlappingPaths.of(volume)));
    return warnings;
  }

  /// Upstream writes one of them otherwise than its API does.
  private static String shown(String field) {
    return field.equals("storageos") ? "storageOS" : field;
  }
}
