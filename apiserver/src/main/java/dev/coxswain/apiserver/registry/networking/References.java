package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Optional;

/// The rules for references to objects of whatever kind.
final class References {
  private References() {}

  static void check(
      Optional<String> apiGroup, String kind, String name, FieldPath path, Problems problems) {
    apiGroup.ifPresent(
        group -> problems.invalid(path.child("apiGroup"), group, Names.isDns1123Subdomain(group)));
    requireSegment(kind, path.child("kind"), problems);
    requireSegment(name, path.child("name"), problems);
  }

  /// Something that can stand in a path.
  static void requireSegment(String text, FieldPath path, Problems problems) {
    if (text.isEmpty()) {
      problems.required(path);
    } else {
      problems.invalid(path, text, Names.isPathSegmentName(text));
    }
  }
}
