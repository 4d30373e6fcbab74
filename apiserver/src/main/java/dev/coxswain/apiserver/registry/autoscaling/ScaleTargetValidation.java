package dev.coxswain.apiserver.registry.autoscaling;

import dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Optional;

/// The rules for references to what is scaled or measured.
final class ScaleTargetValidation {
  private ScaleTargetValidation() {}

  /// What is scaled, which must belong to a group unless it is a replication controller.
  ///
  /// @param before what was scaled until now; nobody looks at its version again
  static void check(
      CrossVersionObjectReference target,
      Optional<CrossVersionObjectReference> before,
      FieldPath path,
      Problems problems) {
    checkReference(target.getKind(), target.getName(), path, problems);
    boolean sameKind =
        before
            .filter(b -> b.getApiVersion().equals(target.getApiVersion()))
            .filter(b -> b.getKind().equals(target.getKind()))
            .isPresent();
    if (!sameKind) {
      boolean core = target.getKind().equals("ReplicationController");
      complaint(target.getApiVersion(), core)
          .ifPresent(c -> problems.invalid(path.child("apiVersion"), target.getApiVersion(), c));
    }
  }

  /// What is wrong with the version of a reference.
  ///
  /// @param core whether it may lack a group
  static Optional<String> complaint(String apiVersion, boolean core) {
    long slashes = apiVersion.chars().filter(c -> c == '/').count();
    if (slashes > 1) {
      return Optional.of("unexpected GroupVersion string: " + apiVersion);
    }
    boolean groupless = slashes == 0 || apiVersion.startsWith("/");
    return groupless && !core ? Optional.of("apiVersion must specify API group") : Optional.empty();
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
