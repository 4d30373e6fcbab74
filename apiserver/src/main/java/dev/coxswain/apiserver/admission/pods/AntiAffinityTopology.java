package dev.coxswain.apiserver.admission.pods;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;

/// A pod may keep others off its node, but not off more than that.
public final class AntiAffinityTopology implements Admission {
  private static final String ALLOWED = "kubernetes.io/hostname";

  @Override
  public void check(AdmissionRequest request) {
    request.object(Pod.class).stream()
        .flatMap(pod ->
            pod
                .getSpec()
                .getAffinity()
                .getPodAntiAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecutionList()
                .stream())
        .filter(term -> !term.getTopologyKey().equals(ALLOWED))
        .findFirst()
        .ifPresent(term -> {
          throw request.forbidden(
              ("affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey %s but only key"
                      + " %s is allowed")
                  .formatted(term.getTopologyKey(), ALLOWED));
        });
  }
}
