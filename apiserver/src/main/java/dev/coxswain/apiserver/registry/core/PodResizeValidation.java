package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.pods.PodAnnotationChanges;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a resize may change: processors and memory, more or less of them, but not the class of
/// service of the pod.
final class PodResizeValidation {
  private static final List<String> RESIZABLE = List.of("cpu", "memory");

  private final PodSpec now;
  private final PodSpec before;
  private final Problems problems;

  private PodResizeValidation(PodSpec now, PodSpec before, Problems problems) {
    this.now = now;
    this.before = before;
    this.problems = problems;
  }

  static List<FieldError> of(Pod resized, Pod pod) {
    var problems = new Problems();
    if (PodAnnotationChanges.isMirror(pod)) {
      problems.forbidden(FieldPath.root(), "static pods cannot be resized");
      return problems.all();
    }
    if (pod.getSpec().getOs().getName().equals("windows")) {
      problems.forbidden(FieldPath.root(), "windows pods cannot be resized");
      return problems.all();
    }
    PodStrategy.checkWhole(resized, problems);
    if (!QosClass.of(resized.getSpec()).equals(pod.getStatus().getQosClass())) {
      problems.invalid(
          Problems.SPEC,
          resized.getStatus().getQosClass(),
          "Pod QOS Class may not change as a result of resizing");
    }
    if (!reportsResources(pod)) {
      problems.forbidden(Problems.SPEC, "Pod running on node without support for resize");
    }
    new PodResizeValidation(resized.getSpec(), pod.getSpec(), problems).check();
    return problems.all();
  }

  /// Nodes that can resize tell what running containers have.
  private static boolean reportsResources(Pod pod) {
    return pod.getStatus().getContainerStatusesList().stream()
        .filter(status -> status.getState().hasRunning())
        .findFirst()
        .map(ContainerStatus::hasResources)
        .orElse(true);
  }

  private void check() {
    checkPod();
    boolean sameContainers =
        sameNames("containers", now.getContainersList(), before.getContainersList());
    boolean sameInitContainers =
        sameNames("initContainers", now.getInitContainersList(), before.getInitContainersList());
    if (!sameContainers || !sameInitContainers) {
      return;
    }
    checkRemovals("initContainers", now.getInitContainersList(), before.getInitContainersList());
    checkRemovals("containers", now.getContainersList(), before.getContainersList());
    for (int i = 0; i < now.getContainersCount(); i++) {
      if (!changesOnlyResizable(now.getContainers(i), before.getContainers(i))) {
        problems.forbidden(Problems.SPEC, "only cpu and memory resources are mutable");
      }
    }
    for (int i = 0; i < now.getInitContainersCount(); i++) {
      checkInitContainer(
          now.getInitContainers(i),
          before.getInitContainers(i),
          Problems.SPEC.child("initContainers").index(i));
    }
  }

  private void checkPod() {
    var path = Problems.SPEC.child("resources");
    if (!asks(now) && !asks(before)) {
      return;
    }
    if (before.hasResources() && !now.hasResources()) {
      problems.forbidden(path, "pod-level resources cannot be removed");
      return;
    }
    var old = before.getResources();
    checkRemoval(now.getResources(), old, path, "pod-level resource");
    var rest = withResizableOf(now.getResources(), old);
    if (!rest.equals(old)) {
      problems.forbidden(Problems.SPEC, "only cpu and memory resources are mutable at pod-level");
    }
  }

  private static boolean asks(PodSpec spec) {
    return spec.getResources().getRequestsCount() + spec.getResources().getLimitsCount() > 0;
  }

  private boolean sameNames(String what, List<Container> now, List<Container> before) {
    var path = Problems.SPEC.child(what);
    if (now.size() != before.size()) {
      problems.forbidden(path, what + " may not be added or removed on resize");
      return false;
    }
    boolean same = true;
    for (int i = 0; i < now.size(); i++) {
      if (!now.get(i).getName().equals(before.get(i).getName())) {
        problems.forbidden(
            path.index(i).child("name"), what + " may not be renamed or reordered on resize");
        same = false;
      }
    }
    return same;
  }

  private void checkRemovals(String what, List<Container> now, List<Container> before) {
    for (int i = 0; i < now.size(); i++) {
      checkRemoval(
          now.get(i).getResources(),
          before.get(i).getResources(),
          Problems.SPEC.child(what).index(i).child("resources"),
          "resource");
    }
  }

  private void checkRemoval(
      ResourceRequirements now, ResourceRequirements before, FieldPath path, String what) {
    if (!now.getRequestsMap().keySet().containsAll(before.getRequestsMap().keySet())) {
      problems.forbidden(path.child("requests"), what + " requests cannot be removed");
    }
    if (!now.getLimitsMap().keySet().containsAll(before.getLimitsMap().keySet())) {
      problems.forbidden(path.child("limits"), what + " limits cannot be removed");
    }
  }

  private void checkInitContainer(Container now, Container before, FieldPath path) {
    if (!changesOnlyResizable(now, before)) {
      problems.forbidden(
          path, "only cpu and memory resources for init or sidecar containers are mutable");
    }
    boolean restarts =
        now.getResizePolicyList().stream()
            .anyMatch(policy -> policy.getRestartPolicy().equals("RestartContainer"));
    if (!now.equals(before) && !now.getRestartPolicy().equals("Always") && restarts) {
      problems.forbidden(
          path,
          "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
    }
  }

  private static boolean changesOnlyResizable(Container now, Container before) {
    var rest =
        now.toBuilder()
            .setResources(withResizableOf(now.getResources(), before.getResources()))
            .build();
    return rest.equals(before.toBuilder().setResources(before.getResources()).build());
  }

  /// The requirements with what may be resized put back to what it was.
  private static ResourceRequirements withResizableOf(
      ResourceRequirements now, ResourceRequirements before) {
    return now.toBuilder()
        .clearRequests()
        .putAllRequests(withResizableOf(now.getRequestsMap(), before.getRequestsMap()))
        .clearLimits()
        .putAllLimits(withResizableOf(now.getLimitsMap(), before.getLimitsMap()))
        .build();
  }

  private static Map<String, Quantity> withResizableOf(
      Map<String, Quantity> now, Map<String, Quantity> before) {
    var amounts = new HashMap<>(now);
    for (var name : RESIZABLE) {
      amounts.remove(name);
      if (before.containsKey(name)) {
        amounts.put(name, before.get(name));
      }
    }
    return amounts;
  }
}
