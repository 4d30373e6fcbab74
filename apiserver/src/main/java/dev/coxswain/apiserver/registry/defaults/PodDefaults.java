package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodIP;
import dev.coxswain.api.core.v1.PodSecurityContext;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.apiserver.registry.pods.ContainerSums;
import java.util.Set;

/// Defaults of pods; those of [Pod] itself don't apply to pod templates.
final class PodDefaults {
  /// What nodes may promise more of than they have.
  private static final Set<String> DIVISIBLE = Set.of("cpu", "memory");

  private PodDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(PodSpec.newBuilder(), PodDefaults::spec)
        .on(PodStatus.newBuilder(), PodDefaults::status)
        .on(Pod.newBuilder(), PodDefaults::pod);
  }

  private static void spec(PodSpec.Builder spec) {
    if (spec.getDnsPolicy().isEmpty()) {
      spec.setDnsPolicy("ClusterFirst");
    }
    if (spec.getRestartPolicy().isEmpty()) {
      spec.setRestartPolicy("Always");
    }
    if (spec.getSchedulerName().isEmpty()) {
      spec.setSchedulerName("default-scheduler");
    }
    if (!spec.hasSecurityContext()) {
      spec.setSecurityContext(PodSecurityContext.getDefaultInstance());
    }
    if (!spec.hasTerminationGracePeriodSeconds()) {
      spec.setTerminationGracePeriodSeconds(30);
    }
    if (spec.getServiceAccountName().isEmpty()) {
      spec.setServiceAccountName(spec.getServiceAccount());
    } else {
      spec.setServiceAccount(spec.getServiceAccountName());
    }
  }

  /// The first of the addresses is also in a field of its own.
  private static void status(PodStatus.Builder status) {
    var ip = status.getPodIP();
    if (!ip.isEmpty()
        && (status.getPodIPsCount() == 0 || !status.getPodIPs(0).getIp().equals(ip))) {
      status.clearPodIPs().addPodIPs(PodIP.newBuilder().setIp(ip));
    } else if (status.getPodIPsCount() > 0) {
      status.setPodIP(status.getPodIPs(0).getIp());
    }
  }

  private static void pod(Pod.Builder pod) {
    var spec = pod.getSpecBuilder();
    if (!spec.hasEnableServiceLinks()) {
      spec.setEnableServiceLinks(true);
    }
    boolean hostNetwork = spec.getHostNetwork();
    spec.getContainersBuilderList().forEach(c -> container(c, hostNetwork));
    spec.getInitContainersBuilderList().forEach(c -> container(c, hostNetwork));
    if (spec.hasResources()) {
      podResources(spec);
    }
  }

  private static void container(Container.Builder container, boolean hostNetwork) {
    if (container.hasResources()) {
      var resources = container.getResourcesBuilder();
      resources
          .getLimitsMap()
          .forEach((name, limit) -> {
            if (!resources.containsRequests(name)) {
              resources.putRequests(name, limit);
            }
          });
    }
    if (hostNetwork) {
      container.getPortsBuilderList().stream()
          .filter(port -> port.getHostPort() == 0)
          .forEach(port -> port.setHostPort(port.getContainerPort()));
    }
  }

  /// Requests of the whole pod follow from what its containers request, then from its own limits.
  private static void podResources(PodSpec.Builder spec) {
    var own = spec.getResources();
    if (own.getLimitsCount() == 0 && own.getRequestsCount() == 0) {
      return;
    }
    var resources = spec.getResourcesBuilder();
    ContainerSums.ofLimits(spec)
        .forEach((name, sum) -> {
          if (name.startsWith("hugepages-")
              && !own.containsLimits(name)
              && !own.containsRequests(name)) {
            resources.putLimits(name, sum.toProto());
          }
        });
    if (own.getLimitsCount() > 0) {
      ContainerSums.ofRequests(spec)
          .forEach((name, sum) -> {
            if (DIVISIBLE.contains(name) && !resources.containsRequests(name)) {
              resources.putRequests(name, sum.toProto());
            }
          });
    }
    resources
        .getLimitsMap()
        .forEach((name, limit) -> {
          if (!resources.containsRequests(name)) {
            resources.putRequests(name, limit);
          }
        });
  }
}
