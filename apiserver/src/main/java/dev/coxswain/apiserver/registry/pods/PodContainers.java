package dev.coxswain.apiserver.registry.pods;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EphemeralContainer;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules for the containers of a pod: each for itself, and their names among each other.
final class PodContainers {
  private static final List<String> CONTAINER_RESTART = List.of("Always", "Never", "OnFailure");

  private final PodSpec spec;
  private final ContainerValidation containers;
  private final FieldPath path;
  private final Problems problems;
  private final Set<String> names = new HashSet<>();
  private final Set<String> hostPorts = new HashSet<>();

  PodContainers(
      PodSpec spec, Map<String, VolumeSource> volumes, FieldPath path, Problems problems) {
    this.spec = spec;
    this.containers = new ContainerValidation(spec, volumes, problems);
    this.path = path;
    this.problems = problems;
  }

  void check() {
    checkContainers(path.child("containers"));
    checkInitContainers(path.child("initContainers"));
    for (int i = 0; i < spec.getEphemeralContainersCount(); i++) {
      checkEphemeral(spec.getEphemeralContainers(i), path.child("ephemeralContainers").index(i));
    }
  }

  private void checkContainers(FieldPath at) {
    if (spec.getContainersCount() == 0) {
      problems.required(at);
    }
    for (int i = 0; i < spec.getContainersCount(); i++) {
      var container = spec.getContainers(i);
      containers.check(container, at.index(i));
      checkUnique(container.getName(), at.index(i));
      LifecycleValidation.check(container, spec, at.index(i), problems);
      ProbeValidation.checkAll(container, at.index(i), problems);
      if (container.hasRestartPolicy()) {
        problems.oneOf(
            at.index(i).child("restartPolicy"), container.getRestartPolicy(), CONTAINER_RESTART);
      }
      checkHostPorts(container, at.index(i).child("ports"));
    }
  }

  private void checkInitContainers(FieldPath at) {
    for (int i = 0; i < spec.getInitContainersCount(); i++) {
      var container = spec.getInitContainers(i);
      var here = at.index(i);
      containers.check(container, here);
      checkUnique(container.getName(), here);
      if (container.hasRestartPolicy()) {
        problems.oneOf(
            here.child("restartPolicy"), container.getRestartPolicy(), CONTAINER_RESTART);
      }
      if (container.getRestartPolicy().equals("Always")) {
        LifecycleValidation.check(container, spec, here, problems);
        ProbeValidation.checkAll(container, here, problems);
      } else {
        refuseWhatNeedsRunning(container, here);
      }
    }
  }

  private void refuseWhatNeedsRunning(Container container, FieldPath here) {
    var reason = "may not be set for init containers without restartPolicy=Always";
    if (container.hasLifecycle()) {
      problems.forbidden(here.child("lifecycle"), reason);
    }
    if (container.hasLivenessProbe()) {
      problems.forbidden(here.child("livenessProbe"), reason);
    }
    if (container.hasReadinessProbe()) {
      problems.forbidden(here.child("readinessProbe"), reason);
    }
    if (container.hasStartupProbe()) {
      problems.forbidden(here.child("startupProbe"), reason);
    }
    if (container.getResizePolicyCount() > 0) {
      problems.invalid(
          here.child("resizePolicy"),
          container.getResizePolicyList().stream().map(GoStruct::of).map(GoStruct::tree).toList(),
          "must not be set for init containers");
    }
  }

  private void checkEphemeral(EphemeralContainer ephemeral, FieldPath here) {
    var container = asContainer(ephemeral);
    containers.check(container, here);
    checkUnique(container.getName(), here);
    var target = ephemeral.getTargetContainerName();
    if (!target.isEmpty()
        && spec.getContainersList().stream().noneMatch(c -> c.getName().equals(target))
        && spec.getInitContainersList().stream().noneMatch(c -> c.getName().equals(target))) {
      problems.notFound(here.child("targetContainerName"), target);
    }
    refuseInEphemeral(container, here);
  }

  private void refuseInEphemeral(Container container, FieldPath here) {
    var reason = "cannot be set for an Ephemeral Container";
    if (container.getPortsCount() > 0) {
      problems.forbidden(here.child("ports"), reason);
    }
    if (container.hasLivenessProbe()) {
      problems.forbidden(here.child("livenessProbe"), reason);
    }
    if (container.hasReadinessProbe()) {
      problems.forbidden(here.child("readinessProbe"), reason);
    }
    if (container.hasStartupProbe()) {
      problems.forbidden(here.child("startupProbe"), reason);
    }
    if (container.hasLifecycle()) {
      problems.forbidden(here.child("lifecycle"), reason);
    }
    var resources = container.getResources();
    if (resources.getLimitsCount() > 0 || resources.getRequestsCount() > 0) {
      problems.forbidden(here.child("resources"), reason);
    }
  }

  private void checkUnique(String name, FieldPath here) {
    if (!name.isEmpty() && !names.add(name)) {
      problems.duplicate(here.child("name"), name);
    }
  }

  /// Two containers of a pod cannot have the same port of the node.
  private void checkHostPorts(Container container, FieldPath at) {
    for (int i = 0; i < container.getPortsCount(); i++) {
      var port = container.getPorts(i);
      var key = "%s/%s/%d".formatted(port.getProtocol(), port.getHostIP(), port.getHostPort());
      if (port.getHostPort() != 0 && !hostPorts.add(key)) {
        problems.duplicate(at.index(i).child("hostPort"), key);
      }
    }
  }

  /// The two messages have the same fields under the same numbers.
  private static Container asContainer(EphemeralContainer ephemeral) {
    try {
      return Container.parseFrom(ephemeral.getEphemeralContainerCommon().toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("wants an ephemeral container like a container", e);
    }
  }
}
