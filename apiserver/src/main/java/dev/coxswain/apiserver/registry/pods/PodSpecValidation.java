package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.HostAlias;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import java.util.HashSet;
import java.util.List;

/// The rules for a whole pod spec.
public final class PodSpecValidation {
  private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
  private static final List<String> PREEMPTION = List.of("PreemptLowerPriority", "Never");
  private static final List<String> SYSTEMS = List.of("linux", "windows");

  private PodSpecValidation() {}

  /// The annotations that mean something and the spec of a pod.
  public static void check(Pod pod, Problems problems) {
    PodAnnotationValidation.check(
        pod.getMetadata().getAnnotationsMap(),
        pod.getSpec(),
        Problems.METADATA.child("annotations"),
        problems);
    check(pod.getSpec(), PodIdentity.of(pod), Problems.SPEC, problems);
    checkTokens(pod.getSpec(), problems);
    checkImages(pod.getSpec(), problems);
  }

  /// The spec in a template.
  static void checkInTemplate(PodSpec spec, FieldPath path, Problems problems) {
    check(spec, PodIdentity.TEMPLATE, path, problems);
  }

  private static void check(PodSpec spec, PodIdentity identity, FieldPath path, Problems problems) {
    var volumes =
        VolumeValidation.check(spec.getVolumesList(), identity, path.child("volumes"), problems);
    PodClaimValidation.check(spec.getResourceClaimsList(), path.child("resourceClaims"), problems);
    new PodContainers(spec, volumes, path, problems).check();
    PodResourceValidation.check(spec, path.child("resources"), problems);
    checkHostPorts(spec, path, problems);
    requiredOneOf(spec.getRestartPolicy(), RESTART_POLICIES, path.child("restartPolicy"), problems);
    DnsValidation.checkPolicy(spec, path.child("dnsPolicy"), problems);
    ObjectMetaValidation.checkLabels(
        spec.getNodeSelectorMap(), path.child("nodeSelector"), problems);
    SecurityContextValidation.checkPod(spec, path, problems);
    AffinityValidation.check(spec.getAffinity(), path.child("affinity"), problems);
    DnsValidation.checkConfig(spec, path.child("dnsConfig"), problems);
    checkGates(spec, path, problems);
    TopologySpreadValidation.check(
        spec.getTopologySpreadConstraintsList(), path.child("topologySpreadConstraints"), problems);
    WindowsValidation.checkHostProcesses(spec, path, problems);
    checkHostUsers(spec, path, problems);
    checkNames(spec, path, problems);
    checkDeadline(spec, path.child("activeDeadlineSeconds"), problems);
    checkHostNames(spec, path, problems);
    TolerationValidation.check(spec.getTolerationsList(), path.child("tolerations"), problems);
    checkHostAliases(spec.getHostAliasesList(), path.child("hostAliases"), problems);
    checkScheduling(spec, path, problems);
    checkSystem(spec, path, problems);
  }

  private static void requiredOneOf(
      String value, List<String> supported, FieldPath path, Problems problems) {
    if (value.isEmpty()) {
      problems.required(path);
    } else {
      problems.oneOf(path, value, supported);
    }
  }

  /// Host ports must be the container's own when the pod has the node's network.
  private static void checkHostPorts(PodSpec spec, FieldPath path, Problems problems) {
    if (!spec.getHostNetwork()) {
      return;
    }
    for (int c = 0; c < spec.getContainersCount(); c++) {
      var container = spec.getContainers(c);
      for (int p = 0; p < container.getPortsCount(); p++) {
        var port = container.getPorts(p);
        if (port.getHostPort() != port.getContainerPort() && port.getHostPort() != 0) {
          problems.invalid(
              path.child("containers").index(c).child("ports").index(p).child("hostPort"),
              port.getHostPort(),
              "must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }

  private static void checkGates(PodSpec spec, FieldPath path, Problems problems) {
    for (int i = 0; i < spec.getReadinessGatesCount(); i++) {
      var type = spec.getReadinessGates(i).getConditionType();
      problems.invalid(
          path.child("readinessGates").index(i).child("conditionType"),
          type,
          Names.isQualifiedName(type));
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < spec.getSchedulingGatesCount(); i++) {
      var name = spec.getSchedulingGates(i).getName();
      var at = path.child("schedulingGates").index(i);
      problems.invalid(at, name, Names.isQualifiedName(name));
      if (!seen.add(name)) {
        problems.duplicate(at, name);
      }
    }
  }

  /// A pod with users of its own has no other part of the node either.
  private static void checkHostUsers(PodSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasHostUsers() || spec.getHostUsers()) {
      return;
    }
    var reason = "when `hostUsers` is false";
    if (spec.getHostNetwork()) {
      problems.forbidden(path.child("hostNetwork"), reason);
    }
    if (spec.getHostPID()) {
      problems.forbidden(path.child("hostPID"), reason);
    }
    if (spec.getHostIPC()) {
      problems.forbidden(path.child("hostIPC"), reason);
    }
    PodContainers.each(
        spec,
        path,
        (container, at) -> {
          if (container.getVolumeDevicesCount() > 0) {
            problems.forbidden(at.child("volumeDevices"), reason);
          }
        });
  }

  private static void checkNames(PodSpec spec, FieldPath path, Problems problems) {
    if (!spec.getServiceAccountName().isEmpty()) {
      problems.invalid(
          path.child("serviceAccountName"),
          spec.getServiceAccountName(),
          Names.isDns1123Subdomain(spec.getServiceAccountName()));
    }
    if (!spec.getNodeName().isEmpty()) {
      problems.invalid(
          path.child("nodeName"), spec.getNodeName(), Names.isDns1123Subdomain(spec.getNodeName()));
    }
  }

  private static void checkDeadline(PodSpec spec, FieldPath path, Problems problems) {
    if (spec.hasActiveDeadlineSeconds()) {
      long seconds = spec.getActiveDeadlineSeconds();
      problems.invalid(path, seconds, Numbers.isInRange(seconds, 1, Integer.MAX_VALUE));
    }
  }

  private static void checkHostNames(PodSpec spec, FieldPath path, Problems problems) {
    if (!spec.getHostname().isEmpty()) {
      problems.invalid(
          path.child("hostname"), spec.getHostname(), Names.isDns1123Label(spec.getHostname()));
    }
    if (!spec.getSubdomain().isEmpty()) {
      problems.invalid(
          path.child("subdomain"), spec.getSubdomain(), Names.isDns1123Label(spec.getSubdomain()));
    }
    if (spec.hasHostnameOverride()) {
      HostnameOverrideValidation.check(spec, path.child("hostnameOverride"), problems);
    }
  }

  private static void checkHostAliases(List<HostAlias> aliases, FieldPath path, Problems problems) {
    for (int i = 0; i < aliases.size(); i++) {
      var alias = aliases.get(i);
      problems.invalid(
          path.index(i).child("ip"), alias.getIp(), Addresses.isValidIp(alias.getIp()));
      for (int j = 0; j < alias.getHostnamesCount(); j++) {
        var name = alias.getHostnames(j);
        problems.invalid(
            path.index(i).child("hostnames").index(j), name, Names.isDns1123Subdomain(name));
      }
    }
  }

  private static void checkScheduling(PodSpec spec, FieldPath path, Problems problems) {
    if (!spec.getPriorityClassName().isEmpty()) {
      problems.invalid(
          path.child("priorityClassName"),
          spec.getPriorityClassName(),
          Names.isDns1123Subdomain(spec.getPriorityClassName()));
    }
    if (spec.hasRuntimeClassName()) {
      problems.invalid(
          path.child("runtimeClassName"),
          spec.getRuntimeClassName(),
          Names.isDns1123Subdomain(spec.getRuntimeClassName()));
    }
    if (spec.hasPreemptionPolicy()) {
      requiredOneOf(
          spec.getPreemptionPolicy(), PREEMPTION, path.child("preemptionPolicy"), problems);
    }
    ResourceValidation.checkOverhead(spec.getOverheadMap(), path.child("overhead"), problems);
  }

  private static void checkSystem(PodSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasOs()) {
      return;
    }
    if (spec.getOs().getName().isEmpty()) {
      problems.required(path.child("os", "name"), "cannot be empty");
    } else {
      problems.oneOf(path.child("os"), spec.getOs().getName(), SYSTEMS);
    }
    SystemValidation.check(spec, path, problems);
  }

  /// A token is somebody's.
  private static void checkTokens(PodSpec spec, Problems problems) {
    if (!spec.getServiceAccountName().isEmpty()) {
      return;
    }
    for (int v = 0; v < spec.getVolumesCount(); v++) {
      var sources = spec.getVolumes(v).getVolumeSource().getProjected().getSourcesList();
      for (int s = 0; s < sources.size(); s++) {
        if (sources.get(s).hasServiceAccountToken()) {
          problems.forbidden(
              Problems.SPEC
                  .child("volumes")
                  .index(v)
                  .child("projected", "sources")
                  .index(s)
                  .child("serviceAccountToken"),
              "must not be specified when serviceAccountName is not set");
        }
      }
    }
  }

  /// Templates may have spaces around the names of images, for those who fill them in.
  private static void checkImages(PodSpec spec, Problems problems) {
    for (int i = 0; i < spec.getContainersCount(); i++) {
      ContainerValidation.checkImageTrimmed(
          spec.getContainers(i).getImage(),
          Problems.SPEC.child("containers").index(i).child("image"),
          problems);
    }
    for (int i = 0; i < spec.getInitContainersCount(); i++) {
      ContainerValidation.checkImageTrimmed(
          spec.getInitContainers(i).getImage(),
          Problems.SPEC.child("initContainers").index(i).child("image"),
          problems);
    }
  }
}
