package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `pods/resize`: changes what a pod and its containers may use while they run. Whatever else is
/// sent is passed over.
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
    return PodResizeValidation.of(pod.toBuilder().setSpec(resized(pod, sent)).build(), pod);
  }

  @Override
  public Pod write(Pod pod, Pod sent, StrategyContext context) {
    var spec = resized(pod, sent);
    if (spec.equals(pod.getSpec())) {
      return pod;
    }
    var changed = pod.toBuilder().setSpec(spec);
    changed.getMetadataBuilder().setGeneration(pod.getMetadata().getGeneration() + 1);
    return changed.build();
  }

  /// The pod's spec with the resources that were sent; the spec that was sent if there is another
  /// number of containers.
  private static PodSpec resized(Pod pod, Pod sent) {
    var before = pod.getSpec();
    var wanted = sent.getSpec();
    if (wanted.getContainersCount() != before.getContainersCount()
        || wanted.getInitContainersCount() != before.getInitContainersCount()) {
      return wanted;
    }
    var spec =
        before.toBuilder()
            .clearContainers()
            .addAllContainers(resized(before.getContainersList(), wanted.getContainersList()))
            .clearInitContainers()
            .addAllInitContainers(
                resized(before.getInitContainersList(), wanted.getInitContainersList()))
            .clearResources();
    Optional.of(wanted)
        .filter(PodSpec::hasResources)
        .ifPresent(s -> spec.setResources(s.getResources()));
    return spec.build();
  }

  /// The containers with the resources that were sent; those that were sent if they have other
  /// names.
  private static List<Container> resized(List<Container> before, List<Container> wanted) {
    var resized = new ArrayList<Container>();
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).getName().equals(wanted.get(i).getName())) {
        return wanted;
      }
      resized.add(
          before.get(i).toBuilder()
              .setResources(wanted.get(i).getResources())
              .clearResizePolicy()
              .addAllResizePolicy(wanted.get(i).getResizePolicyList())
              .build());
    }
    return resized;
  }
}
