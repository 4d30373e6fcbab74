package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.pods.PodSpecValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// `pods/resize`: changes what the containers of a pod may use while they run.
final class PodResize implements SubresourceStrategy<Pod, Pod> {

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
    if (sent.getSpec().getContainersCount() != pod.getSpec().getContainersCount()) {
      problems.forbidden(
          Problems.SPEC.child("containers"), "pod resize may not add or remove containers");
      return problems.all();
    }
    var resized = write(pod, sent, context);
    PodSpecValidation.check(resized.getSpec(), Problems.SPEC, problems);
    if (!QosClass.of(resized.getSpec()).equals(QosClass.of(pod.getSpec()))) {
      problems.invalid(
          Problems.SPEC,
          QosClass.of(resized.getSpec()),
          "Pod QOS Class may not change as a result of resizing");
    }
    if (!withResourcesOf(sent.getSpec(), pod.getSpec()).equals(pod.getSpec())) {
      problems.forbidden(Problems.SPEC, "only cpu and memory resources are mutable");
    }
    return problems.all();
  }

  @Override
  public Pod write(Pod pod, Pod sent, StrategyContext context) {
    var spec = withResourcesOf(pod.getSpec(), sent.getSpec());
    if (spec.equals(pod.getSpec())) {
      return pod;
    }
    var changed = pod.toBuilder().setSpec(spec);
    changed.getMetadataBuilder().setGeneration(pod.getMetadata().getGeneration() + 1);
    return changed.build();
  }

  /// The first spec with the resources of the second, container by container.
  private static PodSpec withResourcesOf(PodSpec spec, PodSpec other) {
    var changed = spec.toBuilder();
    int count = Math.min(spec.getContainersCount(), other.getContainersCount());
    for (int i = 0; i < count; i++) {
      changed
          .getContainersBuilder(i)
          .setResources(other.getContainers(i).getResources())
          .clearResizePolicy()
          .addAllResizePolicy(other.getContainers(i).getResizePolicyList());
    }
    return changed.build();
  }
}
