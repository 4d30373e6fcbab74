package dev.coxswain.apiserver.registry.pods;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EphemeralContainer;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// The rules for the containers of a pod: each for itself, and their names among each other.
public final class PodContainers {
  private static final String NOT_IN_EPHEMERAL = "cannot be set for an Ephemeral Container";

  /// What ephemeral containers cannot have, in the order of messages.
  private static final List<String> NEVER_EPHEMERAL =
      List.of(
          "ports",
          "resources",
          "resizePolicy",
          "restartPolicy",
          "restartPolicyRules",
          "livenessProbe",
          "readinessProbe",
          "startupProbe",
          "lifecycle");

  /// What containers that end before the pod starts cannot have.
  private static final List<String> ONLY_WHILE_RUNNING =
      List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");

  private final PodSpec spec;
  private final ContainerValidation containers;
  private final FieldPath path;
  private final Problems problems;

  PodContainers(
      PodSpec spec, Map<String, VolumeSource> volumes, FieldPath path, Problems problems) {
    this.spec = spec;
    this.containers = new ContainerValidation(spec, volumes, problems);
    this.path = path;
    this.problems = problems;
  }

  /// Shows every container with its path: those that run first come first.
  ///
  /// @param path of the spec
  public static void each(PodSpec spec, FieldPath path, BiConsumer<Container, FieldPath> visit) {
    for (int i = 0; i < spec.getInitContainersCount(); i++) {
      visit.accept(spec.getInitContainers(i), path.child("initContainers").index(i));
    }
    for (int i = 0; i < spec.getContainersCount(); i++) {
      visit.accept(spec.getContainers(i), path.child("containers").index(i));
    }
    for (int i = 0; i < spec.getEphemeralContainersCount(); i++) {
      visit.accept(
          asContainer(spec.getEphemeralContainers(i)), path.child("ephemeralContainers").index(i));
    }
  }

  void check() {
    checkContainers(path.child("containers"));
    checkInitContainers(path.child("initContainers"));
    checkEphemeralContainers(path.child("ephemeralContainers"));
  }

  private void checkContainers(FieldPath at) {
    if (spec.getContainersCount() == 0) {
      problems.required(at);
    }
    var names = new HashSet<String>();
    for (int i = 0; i < spec.getContainersCount(); i++) {
      var container = spec.getContainers(i);
      containers.check(container, at.index(i));
      checkUnique(container.getName(), names, at.index(i));
      LifecycleValidation.check(container, spec, at.index(i), problems);
      ProbeValidation.checkAll(container, at.index(i), problems);
      RestartRuleValidation.check(container, at.index(i), problems);
    }
    checkHostPorts(spec.getContainersList(), at);
  }

  private void checkInitContainers(FieldPath at) {
    var names = new HashSet<String>();
    spec.getContainersList().forEach(container -> names.add(container.getName()));
    for (int i = 0; i < spec.getInitContainersCount(); i++) {
      var container = spec.getInitContainers(i);
      var here = at.index(i);
      containers.check(container, here);
      RestartRuleValidation.check(container, here, problems);
      if (!container.getName().isEmpty() || names.contains("")) {
        checkUnique(container.getName(), names, here);
      }
      // They run one by one; upstream takes each for the first.
      checkHostPorts(List.of(container), at);
      if (container.getRestartPolicy().equals("Always")) {
        LifecycleValidation.check(container, spec, here, problems);
        ProbeValidation.checkAll(container, here, problems);
      } else {
        refuse(
            container,
            ONLY_WHILE_RUNNING,
            "may not be set for init containers without restartPolicy=Always",
            here);
      }
    }
  }

  private void checkEphemeralContainers(FieldPath at) {
    var others = new HashSet<String>();
    spec.getContainersList().forEach(container -> others.add(container.getName()));
    spec.getInitContainersList().forEach(container -> others.add(container.getName()));
    var names = new HashSet<>(others);
    for (int i = 0; i < spec.getEphemeralContainersCount(); i++) {
      var ephemeral = spec.getEphemeralContainers(i);
      var container = asContainer(ephemeral);
      var here = at.index(i);
      containers.check(container, here);
      ContainerValidation.checkImageTrimmed(container.getImage(), here.child("image"), problems);
      checkUnique(container.getName(), names, here);
      var target = ephemeral.getTargetContainerName();
      if (!target.isEmpty() && !others.contains(target)) {
        problems.notFound(here.child("targetContainerName"), target);
      }
      refuse(container, NEVER_EPHEMERAL, NOT_IN_EPHEMERAL, here);
      refuseSubPaths(container, here.child("volumeMounts"));
    }
  }

  private void refuse(Container container, List<String> fields, String reason, FieldPath here) {
    for (var name : fields) {
      var field = Container.getDescriptor().findFieldByName(name);
      boolean set =
          field.isRepeated()
              ? container.getRepeatedFieldCount(field) > 0
              : container.hasField(field);
      if (name.equals("resources")) {
        set = container.getResources().getSerializedSize() > 0;
      }
      if (set) {
        problems.forbidden(here.child(name), reason);
      }
    }
  }

  /// What lies below a mount is cleaned up with the pod only.
  private void refuseSubPaths(Container container, FieldPath at) {
    for (int i = 0; i < container.getVolumeMountsCount(); i++) {
      if (!container.getVolumeMounts(i).getSubPath().isEmpty()) {
        problems.forbidden(at.index(i).child("subPath"), NOT_IN_EPHEMERAL);
      }
      if (!container.getVolumeMounts(i).getSubPathExpr().isEmpty()) {
        problems.forbidden(at.index(i).child("subPathExpr"), NOT_IN_EPHEMERAL);
      }
    }
  }

  private void checkUnique(String name, Set<String> names, FieldPath here) {
    if (!names.add(name)) {
      problems.duplicate(here.child("name"), name);
    }
  }

  /// Two containers of a pod cannot have the same port of the node.
  private void checkHostPorts(List<Container> containers, FieldPath at) {
    var taken = new HashSet<String>();
    for (int c = 0; c < containers.size(); c++) {
      var ports = containers.get(c).getPortsList();
      for (int i = 0; i < ports.size(); i++) {
        var port = ports.get(i);
        var key = "%s/%s/%d".formatted(port.getProtocol(), port.getHostIP(), port.getHostPort());
        if (port.getHostPort() != 0 && !taken.add(key)) {
          problems.duplicate(at.index(c).child("ports").index(i).child("hostPort"), key);
        }
      }
    }
  }

  /// The two messages have the same fields under the same numbers.
  static Container asContainer(EphemeralContainer ephemeral) {
    try {
      return Container.parseFrom(ephemeral.getEphemeralContainerCommon().toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("wants an ephemeral container like a container", e);
    }
  }
}
