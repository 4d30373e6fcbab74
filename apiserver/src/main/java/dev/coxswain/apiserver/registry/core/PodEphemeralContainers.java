package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.pods.PodSpecValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// `pods/ephemeralcontainers`: adds containers for debugging to a running pod.
final class PodEphemeralContainers implements SubresourceStrategy<Pod, Pod> {

  @Override
  public Pod prototype() {
    return Pod.getDefaultInstance();
  }

  @Override
  public Pod read(Pod pod) {
    return pod;
  }

  @Override
  public List<FieldError> validate(Pod sent, Pod pod, StrategyContext context) {
    var problems = new Problems();
    PodSpecValidation.check(write(pod, sent, context).getSpec(), Problems.SPEC, problems);
    var path = Problems.SPEC.child("ephemeralContainers");
    var now = sent.getSpec().getEphemeralContainersList();
    for (var old : pod.getSpec().getEphemeralContainersList()) {
      var name = old.getEphemeralContainerCommon().getName();
      var kept =
          now.stream()
              .filter(c -> c.getEphemeralContainerCommon().getName().equals(name))
              .findFirst();
      if (kept.isEmpty()) {
        problems.forbidden(
            path, "existing ephemeral containers \"%s\" may not be removed\n".formatted(name));
      } else if (!kept.get().equals(old)) {
        problems.forbidden(
            path, "existing ephemeral containers \"%s\" may not be changed\n".formatted(name));
      }
    }
    return problems.all();
  }

  @Override
  public Pod write(Pod pod, Pod sent, StrategyContext context) {
    var containers = sent.getSpec().getEphemeralContainersList();
    if (containers.equals(pod.getSpec().getEphemeralContainersList())) {
      return pod;
    }
    var changed = pod.toBuilder();
    changed.getSpecBuilder().clearEphemeralContainers().addAllEphemeralContainers(containers);
    changed.getMetadataBuilder().setGeneration(pod.getMetadata().getGeneration() + 1);
    return changed.build();
  }
}
