package dev.coxswain.apiserver.admission;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.registry.Lookup;

/// Holds pods to the level of security that a label of their namespace names.
final class PodSecurity implements Admission {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
  private static final String VERSION = "pod-security.kubernetes.io/enforce-version";

  private final Lookup lookup;

  PodSecurity(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public void check(AdmissionRequest request) {
    request
        .object(Pod.class)
        .filter(pod -> isNewSpec(request, pod))
        .ifPresent(pod -> check(request, pod));
  }

  private void check(AdmissionRequest request, Pod pod) {
    var labels =
        lookup
            .get(Namespace.class, ObjectKey.clusterScoped(request.namespace()))
            .map(namespace -> namespace.getMetadata().getLabelsMap());
    if (labels.isEmpty()) {
      return;
    }
    var level = labels.get().getOrDefault(ENFORCE, "privileged");
    var violations = PodSecurityStandard.violations(level, pod.getSpec());
    if (!violations.isEmpty()) {
      throw request.forbidden(
          "violates PodSecurity \"%s:%s\": %s"
              .formatted(
                  level,
                  labels.get().getOrDefault(VERSION, "latest"),
                  String.join(", ", violations)));
    }
  }

  /// Changes of labels and the like need not be judged again.
  private static boolean isNewSpec(AdmissionRequest request, Pod pod) {
    return request
        .existing()
        .map(Pod.class::cast)
        .filter(existing -> existing.getSpec().equals(pod.getSpec()))
        .isEmpty();
  }
}
