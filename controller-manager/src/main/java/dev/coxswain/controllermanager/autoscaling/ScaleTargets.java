package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;

/// What autoscalers may scale. Pure.
final class ScaleTargets {
  private ScaleTargets() {}

  /// The resource that the reference means, in whatever version.
  ///
  /// @throws IllegalArgumentException if nobody knows the kind, in upstream's words
  static ResourceType of(CrossVersionObjectReference reference) {
    var group = GroupVersion.parse(reference.getApiVersion()).group();
    return Scheme.kubernetes().resources().stream()
        .filter(type -> type.group().equals(group))
        .filter(type -> type.kind().kind().equals(reference.getKind()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no matches for kind \"%s\" in group \"%s\""
                    .formatted(reference.getKind(), group)));
  }
}
