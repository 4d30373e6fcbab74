package dev.coxswain.apiserver.registry.autoscaling;

import dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;

/// The rules for references to what is scaled or measured.
final class ScaleTargetValidation {
  private ScaleTargetValidation() {}

  static void check(CrossVersionObjectReference target, FieldPath path, Problems problems) {
    checkReference(target.getKind(), target.getName(), path, problems);
    var version = target.getApiVersion();
    boolean hasGroup =
        version.contains("/")
            || (version.equals("v1") && target.getKind().equals("ReplicationController"));
    if (!hasGroup) {
      problems.invalid(path.child("apiVersion"), version, "apiVersion must specify API group");
    }
  }

  static void checkReference(String kind, String name, FieldPath path, Problems problems) {
    checkSegment(kind, path.child("kind"), problems);
    checkSegment(name, path.child("name"), problems);
  }

  private static void checkSegment(String text, FieldPath path, Problems problems) {
    if (text.isEmpty()) {
      problems.required(path);
    } else {
      problems.invalid(path, text, Names.isPathSegmentName(text));
    }
  }
}
