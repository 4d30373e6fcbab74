package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// What may change of a pod that exists: its images and a few numbers.
final class PodUpdateValidation {
  private static final String ONLY =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
          + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
          + " be set to 1 if it was previously negative)";

  private PodUpdateValidation() {}

  static void check(Pod updated, Pod existing, Problems problems) {
    var now = updated.getSpec();
    var before = existing.getSpec();
    if (now.getContainersCount() != before.getContainersCount()) {
      problems.forbidden(
          Problems.SPEC.child("containers"), "pod updates may not add or remove containers");
      return;
    }
    if (now.getInitContainersCount() != before.getInitContainersCount()) {
      problems.forbidden(
          Problems.SPEC.child("initContainers"), "pod updates may not add or remove containers");
      return;
    }
    checkDeadline(now, before, problems);
    checkTolerations(now.getTolerationsList(), before.getTolerationsList(), problems);
    checkGates(now, before, problems);
    if (!withMutablesOf(now, before).equals(before)) {
      problems.forbidden(Problems.SPEC, ONLY);
    }
  }

  private static void checkDeadline(PodSpec now, PodSpec before, Problems problems) {
    var path = Problems.SPEC.child("activeDeadlineSeconds");
    if (!before.hasActiveDeadlineSeconds()) {
      return;
    }
    if (!now.hasActiveDeadlineSeconds()) {
      problems.invalid(path, null, "must not update from a positive integer to nil value");
    } else if (now.getActiveDeadlineSeconds() > before.getActiveDeadlineSeconds()) {
      problems.invalid(
          path, now.getActiveDeadlineSeconds(), "must be less than or equal to previous value");
    }
  }

  /// Existing tolerations stay, though they may last longer or shorter.
  private static void checkTolerations(
      List<Toleration> now, List<Toleration> before, Problems problems) {
    var kept = now.stream().map(PodUpdateValidation::timeless).toList();
    if (!kept.containsAll(before.stream().map(PodUpdateValidation::timeless).toList())) {
      problems.forbidden(
          Problems.SPEC.child("tolerations"),
          "existing toleration can not be modified except its tolerationSeconds");
    }
  }

  private static Toleration timeless(Toleration toleration) {
    return toleration.toBuilder().clearTolerationSeconds().build();
  }

  private static void checkGates(PodSpec now, PodSpec before, Problems problems) {
    var gates = before.getSchedulingGatesList();
    for (int i = 0; i < now.getSchedulingGatesCount(); i++) {
      if (!gates.contains(now.getSchedulingGates(i))) {
        problems.forbidden(
            Problems.SPEC.child("schedulingGates").index(i),
            "only deletion is allowed, but found new scheduling gate '%s'"
                .formatted(now.getSchedulingGates(i).getName()));
      }
    }
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
    }
    if (before.getTerminationGracePeriodSeconds() < 0
        && now.getTerminationGracePeriodSeconds() == 1) {
      spec.setTerminationGracePeriodSeconds(before.getTerminationGracePeriodSeconds());
    }
    return spec.build();
  }

  private static Container withImageOf(Container now, Container before) {
    return now.toBuilder().setImage(before.getImage()).build();
  }
}
