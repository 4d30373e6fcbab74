package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Pod;

/// Whose spec is checked: names of claims are made from the names of pods.
///
/// @param name empty in templates, whose pods have no names yet
/// @param isPod whether the spec is that of a pod, not of a template
record PodIdentity(String name, boolean isPod) {
  static final PodIdentity TEMPLATE = new PodIdentity("", false);

  static PodIdentity of(Pod pod) {
    return new PodIdentity(pod.getMetadata().getName(), true);
  }

  /// The claim that is made for a volume.
  String claimFor(String volume) {
    return name + "-" + volume;
  }
}
