package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.EphemeralContainer;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.pods.PodAnnotationChanges;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.UnifiedDifference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    if (PodAnnotationChanges.isMirror(pod)) {
      problems.forbidden(FieldPath.root(), "static pods do not support ephemeral containers");
      return problems.all();
    }
    PodStrategy.checkWhole(write(pod, sent, context), problems);
    var path = Problems.SPEC.child("ephemeralContainers");
    var now = byName(sent);
    byName(pod)
        .forEach((name, old) -> {
          if (!now.containsKey(name)) {
            problems.forbidden(
                path, "existing ephemeral containers \"%s\" may not be removed\n".formatted(name));
          } else if (!now.get(name).equals(old)) {
            problems.forbidden(
                path,
                "existing ephemeral containers \"%s\" may not be changed\n%s"
                    .formatted(name, UnifiedDifference.of(old, now.get(name))));
          }
        });
    return problems.all();
  }

  private static Map<String, EphemeralContainer> byName(Pod pod) {
    var containers = new LinkedHashMap<String, EphemeralContainer>();
    pod.getSpec()
        .getEphemeralContainersList()
        .forEach(c -> containers.put(c.getEphemeralContainerCommon().getName(), c));
    return containers;
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
