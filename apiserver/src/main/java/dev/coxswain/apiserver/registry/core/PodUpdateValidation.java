package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Affinity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.pods.ContainerValidation;
import dev.coxswain.apiserver.registry.pods.PodAnnotationChanges;
import dev.coxswain.apiserver.registry.pods.TolerationValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.UnifiedDifference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What may change of a pod that exists: its images and a few numbers.
final class PodUpdateValidation {
  private static final String ONLY =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
          + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
          + " be set to 1 if it was previously negative)\n";

  private PodUpdateValidation() {}

  static void check(Pod updated, Pod existing, Problems problems) {
    PodAnnotationChanges.check(updated, existing, problems);
    var now = updated.getSpec();
    var before = existing.getSpec();
    boolean comparable =
        checkContainers(
                now.getContainersList(),
                before.getContainersCount(),
                Problems.SPEC.child("containers"),
                problems)
            && checkContainers(
                now.getInitContainersList(),
                before.getInitContainersCount(),
                Problems.SPEC.child("initContainers"),
                problems)
            && checkDeadline(now, before, problems);
    if (!comparable) {
      return;
    }
    checkTolerations(now.getTolerationsList(), before.getTolerationsList(), problems);
    checkGates(now, before, problems);
    if (before.getSchedulingGatesCount() > 0) {
      GatedPodValidation.check(now, before, problems);
    }
    var rest = withMutablesOf(now, before);
    if (!rest.equals(before)) {
      problems.forbidden(Problems.SPEC, ONLY + UnifiedDifference.of(before, rest));
    }
  }

  /// Whether there are as many containers as before, so that they can be compared.
  private static boolean checkContainers(
      List<Container> containers, int before, FieldPath path, Problems problems) {
    if (containers.size() != before) {
      problems.forbidden(path, "pod updates may not add or remove containers");
      return false;
    }
    for (int i = 0; i < containers.size(); i++) {
      var image = containers.get(i).getImage();
      if (image.isEmpty()) {
        problems.required(path.index(i).child("image"));
      }
      ContainerValidation.checkImageTrimmed(image, path.index(i).child("image"), problems);
    }
    return true;
  }

  private static boolean checkDeadline(PodSpec now, PodSpec before, Problems problems) {
    var path = Problems.SPEC.child("activeDeadlineSeconds");
    if (!now.hasActiveDeadlineSeconds()) {
      if (before.hasActiveDeadlineSeconds()) {
        problems.invalid(
            path,
            Problems.pointed(false, before),
            "must not update from a positive integer to nil value");
      }
      return true;
    }
    long seconds = now.getActiveDeadlineSeconds();
    var complaints = Numbers.isInRange(seconds, 0, Integer.MAX_VALUE);
    problems.invalid(path, seconds, complaints);
    if (!complaints.isEmpty()) {
      return false;
    }
    if (before.hasActiveDeadlineSeconds() && seconds > before.getActiveDeadlineSeconds()) {
      problems.invalid(path, seconds, "must be less than or equal to previous value");
      return false;
    }
    return true;
  }

  /// Existing tolerations stay, though they may last longer or shorter.
  private static void checkTolerations(
      List<Toleration> now, List<Toleration> before, Problems problems) {
    var path = Problems.SPEC.child("tolerations");
    var kept = now.stream().map(PodUpdateValidation::timeless).toList();
    if (!kept.containsAll(before.stream().map(PodUpdateValidation::timeless).toList())) {
      problems.forbidden(
          path, "existing toleration can not be modified except its tolerationSeconds");
    } else {
      TolerationValidation.check(now, path, problems);
    }
  }

  private static Toleration timeless(Toleration toleration) {
    return toleration.toBuilder().clearTolerationSeconds().build();
  }

  private static void checkGates(PodSpec now, PodSpec before, Problems problems) {
    var added = new HashMap<String, Integer>();
    for (int i = 0; i < now.getSchedulingGatesCount(); i++) {
      added.put(now.getSchedulingGates(i).getName(), i);
    }
    before.getSchedulingGatesList().forEach(gate -> added.remove(gate.getName()));
    added.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(gate ->
            problems.forbidden(
                Problems.SPEC.child("schedulingGates").index(gate.getValue()).child("name"),
                "only deletion is allowed, but found new scheduling gate '%s'"
                    .formatted(gate.getKey())));
  }

  /// The new spec with everything that may change put back to what it was.
  private static PodSpec withMutablesOf(PodSpec now, PodSpec before) {
    var spec = now.toBuilder();
    for (int i = 0; i < before.getContainersCount(); i++) {
      spec.setContainers(i, withImageOf(now.getContainers(i), before.getContainers(i)));
    }
    for (int i = 0; i < before.getInitContainersCount(); i++) {
      spec.setInitContainers(i, withImageOf(now.getInitContainers(i), before.getInitContainers(i)));
    }
    if (before.hasActiveDeadlineSeconds()) {
      spec.setActiveDeadlineSeconds(before.getActiveDeadlineSeconds());
    } else {
      spec.clearActiveDeadlineSeconds();
    }
    spec.clearTolerations().addAllTolerations(before.getTolerationsList());
    spec.clearSchedulingGates().addAllSchedulingGates(before.getSchedulingGatesList());
    if (before.getSchedulingGatesCount() > 0) {
      spec.clearNodeSelector().putAllNodeSelector(before.getNodeSelectorMap());
      withNodeAffinityOf(spec, before);
    }
    if (before.getTerminationGracePeriodSeconds() < 0
        && now.getTerminationGracePeriodSeconds() == 1) {
      spec.setTerminationGracePeriodSeconds(before.getTerminationGracePeriodSeconds());
    }
    return spec.build();
  }

  private static void withNodeAffinityOf(PodSpec.Builder spec, PodSpec before) {
    var affinity = spec.getAffinity().toBuilder();
    if (before.getAffinity().hasNodeAffinity()) {
      affinity.setNodeAffinity(before.getAffinity().getNodeAffinity());
    } else {
      affinity.clearNodeAffinity();
    }
    boolean nothing = affinity.build().equals(Affinity.getDefaultInstance());
    if (nothing && !before.hasAffinity()) {
      spec.clearAffinity();
    } else {
      spec.setAffinity(affinity);
    }
  }

  private static Container withImageOf(Container now, Container before) {
    return now.toBuilder().setImage(before.getImage()).build();
  }
}
