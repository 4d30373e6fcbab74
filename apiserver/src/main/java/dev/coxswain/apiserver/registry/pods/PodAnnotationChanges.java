package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.TreeMap;

/// The rules for changes of annotations that nodes have acted upon already.
public final class PodAnnotationChanges {
  private PodAnnotationChanges() {}

  public static void check(Pod updated, Pod existing, Problems problems) {
    var path = Problems.METADATA.child("annotations");
    var now = new TreeMap<>(updated.getMetadata().getAnnotationsMap());
    var before = new TreeMap<>(existing.getMetadata().getAnnotationsMap());
    before.forEach((key, value) -> {
      if (!value.equals(now.get(key))) {
        refuse(key, "may not remove or update", problems);
      }
    });
    now.keySet().stream()
        .filter(key -> !before.containsKey(key))
        .forEach(key -> refuse(key, "may not add", problems));
    PodAnnotationValidation.check(now, updated.getSpec(), path, problems);
  }

  private static void refuse(String key, String what, Problems problems) {
    var path = Problems.METADATA.child("annotations").key(key);
    if (key.startsWith(OldProfiles.APP_ARMOR)) {
      problems.forbidden(path, what + " AppArmor annotations");
    }
    if (key.equals(PodAnnotationValidation.MIRROR)) {
      problems.forbidden(path, what + " mirror pod annotation");
    }
  }

  /// Whether the pod is the copy of one that a node runs on its own.
  public static boolean isMirror(Pod pod) {
    return pod.getMetadata().containsAnnotations(PodAnnotationValidation.MIRROR);
  }
}
