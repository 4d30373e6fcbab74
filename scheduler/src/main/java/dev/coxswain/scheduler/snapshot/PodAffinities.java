package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.WeightedPodAffinityTerm;
import java.util.List;

/// With which pods a pod must be, must not be, would like to be, and would rather not be.
public record PodAffinities(
    List<PodTerm> together, List<PodTerm> apart, List<Wish> near, List<Wish> far) {
  public static final PodAffinities NONE =
      new PodAffinities(List.of(), List.of(), List.of(), List.of());

  /// A term that is not a must.
  ///
  /// @param weight from 1 to 100
  public record Wish(PodTerm term, int weight) {}

  public PodAffinities {
    together = List.copyOf(together);
    apart = List.copyOf(apart);
    near = List.copyOf(near);
    far = List.copyOf(far);
  }

  static PodAffinities of(Pod pod) {
    if (!pod.getSpec().hasAffinity()) {
      return NONE;
    }
    var affinity = pod.getSpec().getAffinity().getPodAffinity();
    var anti = pod.getSpec().getAffinity().getPodAntiAffinity();
    return new PodAffinities(
        terms(pod, affinity.getRequiredDuringSchedulingIgnoredDuringExecutionList()),
        terms(pod, anti.getRequiredDuringSchedulingIgnoredDuringExecutionList()),
        wishes(pod, affinity.getPreferredDuringSchedulingIgnoredDuringExecutionList()),
        wishes(pod, anti.getPreferredDuringSchedulingIgnoredDuringExecutionList()));
  }

  public boolean isNone() {
    return together.isEmpty() && apart.isEmpty() && near.isEmpty() && far.isEmpty();
  }

  private static List<PodTerm> terms(Pod pod, List<PodAffinityTerm> terms) {
    return terms.stream().map(term -> PodTerm.of(pod, term)).toList();
  }

  private static List<Wish> wishes(Pod pod, List<WeightedPodAffinityTerm> wishes) {
    return wishes.stream()
        .map(w -> new Wish(PodTerm.of(pod, w.getPodAffinityTerm()), w.getWeight()))
        .toList();
  }
}
