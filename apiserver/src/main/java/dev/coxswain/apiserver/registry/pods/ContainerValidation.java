package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerPort;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// The rules for one container, of whatever sort.
public final class ContainerValidation {
  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  private final Map<String, VolumeSource> volumes;
  private final ContainerResources resources;
  private final EnvValidation environment;
  private final boolean ownUsers;
  private final Problems problems;

  ContainerValidation(PodSpec spec, Map<String, VolumeSource> volumes, Problems problems) {
    this.resources = new ContainerResources(spec, problems);
    this.environment = new EnvValidation(volumes, problems);
    this.volumes = volumes;
    this.ownUsers = spec.hasHostUsers() && !spec.getHostUsers();
    this.problems = problems;
  }

  void check(Container container, FieldPath path) {
    checkName(container, path.child("name"));
    if (container.getImage().isEmpty()) {
      problems.required(path.child("image"));
    }
    requiredOneOf(
        container.getTerminationMessagePolicy(),
        MESSAGE_POLICIES,
        path.child("terminationMessagePolicy"));
    checkPorts(container.getPortsList(), path.child("ports"));
    environment.checkEnv(container.getEnvList(), path.child("env"));
    environment.checkEnvFrom(container.getEnvFromList(), path.child("envFrom"));
    VolumeMountValidation.check(container, volumes, path, problems);
    requiredOneOf(container.getImagePullPolicy(), PULL_POLICIES, path.child("imagePullPolicy"));
    resources.check(container, path);
    SecurityContextValidation.checkContainer(
        container, ownUsers, path.child("securityContext"), problems);
  }

  public static void checkImageTrimmed(String image, FieldPath path, Problems problems) {
    if (!image.equals(image.strip())) {
      problems.invalid(path, image, "must not have leading or trailing whitespace");
    }
  }

  private void checkName(Container container, FieldPath path) {
    if (container.getName().isEmpty()) {
      problems.required(path);
    } else {
      problems.invalid(path, container.getName(), Names.isDns1123Label(container.getName()));
    }
  }

  private void requiredOneOf(String value, List<String> supported, FieldPath path) {
    if (value.isEmpty()) {
      problems.required(path);
    } else {
      problems.oneOf(path, value, supported);
    }
  }

  private void checkPorts(List<ContainerPort> ports, FieldPath path) {
    var names = new HashSet<String>();
    for (int i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var at = path.index(i);
      if (!port.getName().isEmpty()) {
        var complaints = Names.isValidPortName(port.getName());
        problems.invalid(at.child("name"), port.getName(), complaints);
        if (complaints.isEmpty() && !names.add(port.getName())) {
          problems.duplicate(at.child("name"), port.getName());
        }
      }
      if (port.getContainerPort() == 0) {
        problems.required(at.child("containerPort"));
      } else {
        problems.invalid(
            at.child("containerPort"),
            port.getContainerPort(),
            Numbers.isValidPort(port.getContainerPort()));
      }
      if (port.getHostPort() != 0) {
        problems.invalid(
            at.child("hostPort"), port.getHostPort(), Numbers.isValidPort(port.getHostPort()));
      }
      requiredOneOf(port.getProtocol(), PROTOCOLS, at.child("protocol"));
    }
  }
}
