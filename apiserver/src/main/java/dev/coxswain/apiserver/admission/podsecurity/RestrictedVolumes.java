package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Volumes only of types that reach nothing of the node or the network by themselves.
final class RestrictedVolumes {
  private static final Set<String> ALLOWED =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private RestrictedVolumes() {}

  static Optional<Finding> check(PodView pod) {
    var names = new ArrayList<String>();
    var types = new TreeSet<String>();
    for (var volume : pod.spec().getVolumesList()) {
      var type = type(volume.getVolumeSource());
      if (!ALLOWED.contains(type)) {
        names.add(volume.getName());
        types.add(type);
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "restricted volume types",
                "%s %s %s restricted volume %s %s"
                    .formatted(
                        Wording.plural("volume", names),
                        Wording.quoted(names),
                        names.size() == 1 ? "uses" : "use",
                        Wording.plural("type", types),
                        Wording.quoted(types))));
  }

  private static String type(VolumeSource source) {
    return source.getAllFields().keySet().stream()
        .findFirst()
        .map(field -> field.getName())
        .orElse("unknown");
  }
}
