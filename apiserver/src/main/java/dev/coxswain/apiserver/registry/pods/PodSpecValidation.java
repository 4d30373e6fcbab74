package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.HostAlias;
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
  private static final List<String> PREEMPTION = List.of("Never", "PreemptLowerPriority");
  private static final List<String> SYSTEMS = List.of("linux", "windows");

  private PodSpecValidation() {}

  public static void check(PodSpec spec, FieldPath path, Problems problems) {
    var volumes = VolumeValidation.check(spec.getVolumesList(), path.child("volumes"), problems);
    PodClaimValidation.check(spec.getResourceClaimsList(), path.child("resourceClaims"), problems);
    new PodContainers(spec, volumes, path, problems).check();
    checkHostPorts(spec, path, problems);
    checkRestartPolicy(spec, path.child("restartPolicy"), problems);
    DnsValidation.checkPolicy(spec, path.child("dnsPolicy"), problems);
    ObjectMetaValidation.checkLabels(
        spec.getNodeSelectorMap(), path.child("nodeSelector"), problems);
    SecurityContextValidation.checkPod(spec, path, problems);
    checkPullSecrets(spec, path.child("imagePullSecrets"), problems);
    AffinityValidation.check(spec.getAffinity(), path.child("affinity"), problems);
    DnsValidation.checkConfig(spec, path.child("dnsConfig"), problems);
    checkGates(spec, path, problems);
    TopologySpreadValidation.check(
        spec.getTopologySpreadConstraintsList(), path.child("topologySpreadConstraints"), problems);
    checkHostUsers(spec, path, problems);
    checkNames(spec, path, problems);
    checkDeadline(spec, path.child("activeDeadlineSeconds"), problems);
    checkHostNames(spec, path, problems);
    TolerationValidation.check(spec.getTolerationsList(), path.child("tolerations"), problems);
    checkHostAliases(spec.getHostAliasesList(), path.child("hostAliases"), problems);
    checkScheduling(spec, path, problems);
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

  private static void checkRestartPolicy(PodSpec spec, FieldPath path, Problems problems) {
    if (spec.getRestartPolicy().isEmpty()) {
      problems.required(path);
    } else {
      problems.oneOf(path, spec.getRestartPolicy(), RESTART_POLICIES);
    }
  }

  private static void checkPullSecrets(PodSpec spec, FieldPath path, Problems problems) {
    for (int i = 0; i < spec.getImagePullSecretsCount(); i++) {
      if (spec.getImagePullSecrets(i).getName().isEmpty()) {
        problems.required(path.index(i).child("name"));
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
      problems.oneOf(path.child("preemptionPolicy"), spec.getPreemptionPolicy(), PREEMPTION);
    }
    ResourceValidation.checkOverhead(spec.getOverheadMap(), path.child("overhead"), problems);
    if (spec.hasOs()) {
      var name = path.child("os", "name");
      if (spec.getOs().getName().isEmpty()) {
        problems.required(name, "cannot be empty");
      } else {
        problems.oneOf(name, spec.getOs().getName(), SYSTEMS);
      }
      SystemValidation.check(spec, path, problems);
    }
  }
}
