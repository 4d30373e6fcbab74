package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules for how traffic comes to a service from outside, and whereto it goes.
final class ServiceTrafficRules {
  private static final FieldPath SPEC = Problems.SPEC;
  private static final FieldPath HEALTH = SPEC.child("healthCheckNodePort");
  private static final FieldPath BALANCER_CLASS = SPEC.child("loadBalancerClass");
  private static final String OLD_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
  private static final String ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'";
  private static final List<String> POLICIES = List.of("Cluster", "Local");
  private static final List<String> DISTRIBUTIONS =
      List.of("PreferClose", "PreferSameZone", "PreferSameNode");
  private static final Set<String> CLUSTERED = Set.of("ClusterIP", "NodePort", "LoadBalancer");

  private final Service service;
  private final ServiceSpec spec;
  private final boolean balanced;
  private final Problems problems;

  ServiceTrafficRules(Service service, Problems problems) {
    this.service = service;
    this.spec = service.getSpec();
    this.balanced = isBalanced(spec);
    this.problems = problems;
  }

  void check(Optional<Service> existing) {
    checkSourceRanges(existing);
    if (spec.hasAllocateLoadBalancerNodePorts() && !balanced) {
      problems.forbidden(SPEC.child("allocateLoadBalancerNodePorts"), ONLY_BALANCED);
    }
    checkBalancerClass();
    checkExternalPolicy();
    checkHealthPort();
    if (spec.hasInternalTrafficPolicy()) {
      problems.oneOf(
          SPEC.child("internalTrafficPolicy"), spec.getInternalTrafficPolicy(), POLICIES);
    } else if (CLUSTERED.contains(spec.getType())) {
      problems.required(SPEC.child("internalTrafficPolicy"));
    }
    if (spec.hasTrafficDistribution()) {
      problems.oneOf(
          SPEC.child("trafficDistribution"), spec.getTrafficDistribution(), DISTRIBUTIONS);
    }
  }

  void checkChange(Service existing) {
    var before = existing.getSpec();
    boolean sameClass =
        spec.hasLoadBalancerClass() == before.hasLoadBalancerClass()
            && spec.getLoadBalancerClass().equals(before.getLoadBalancerClass());
    if (balanced && isBalanced(before) && !sameClass) {
      problems.invalid(
          BALANCER_CLASS,
          spec.hasLoadBalancerClass() ? spec.getLoadBalancerClass() : "null",
          "may not change once set");
    }
    checkBalancerClass();
    if (needsHealthPort(spec)
        && needsHealthPort(before)
        && spec.getHealthCheckNodePort() != before.getHealthCheckNodePort()) {
      problems.forbidden(HEALTH, Messages.IMMUTABLE);
    }
  }

  /// Whether load balancers have to be told which nodes have pods of the service.
  static boolean needsHealthPort(ServiceSpec spec) {
    return isBalanced(spec) && spec.getExternalTrafficPolicy().equals("Local");
  }

  static boolean isExternal(ServiceSpec spec) {
    return switch (spec.getType()) {
      case "LoadBalancer", "NodePort" -> true;
      case "ClusterIP" -> spec.getExternalIPsCount() > 0;
      default -> false;
    };
  }

  private static boolean isBalanced(ServiceSpec spec) {
    return spec.getType().equals("LoadBalancer");
  }

  private void checkSourceRanges(Optional<Service> existing) {
    var annotations = service.getMetadata().getAnnotationsMap();
    if (spec.getLoadBalancerSourceRangesCount() > 0) {
      // Upstream spells the field so here.
      var path = SPEC.child("LoadBalancerSourceRanges");
      requireBalanced(path);
      var had = existing.map(ServiceTrafficRules::sourceRanges).orElse(Set.of());
      for (int i = 0; i < spec.getLoadBalancerSourceRangesCount(); i++) {
        checkRange(spec.getLoadBalancerSourceRanges(i).strip(), had, path.index(i));
      }
    } else if (annotations.containsKey(OLD_RANGES)) {
      var path = Problems.METADATA.child("annotations").key(OLD_RANGES);
      requireBalanced(path);
      var ranges = annotations.get(OLD_RANGES);
      boolean same =
          existing
              .filter(e -> ranges.equals(e.getMetadata().getAnnotationsOrDefault(OLD_RANGES, "")))
              .isPresent();
      if (!same && !ranges.isBlank()) {
        for (var range : ranges.strip().split(",", -1)) {
          checkRange(range.strip(), Set.of(), path);
        }
      }
    }
  }

  private void requireBalanced(FieldPath path) {
    if (!balanced) {
      problems.forbidden(path, ONLY_BALANCED);
    }
  }

  private void checkRange(String range, Set<String> had, FieldPath path) {
    if (!had.contains(range)) {
      problems.invalid(path, range, Addresses.isValidCidr(range));
    }
  }

  private static Set<String> sourceRanges(Service service) {
    return service.getSpec().getLoadBalancerSourceRangesList().stream()
        .map(String::strip)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void checkBalancerClass() {
    if (!spec.hasLoadBalancerClass()) {
      return;
    }
    if (balanced) {
      var name = spec.getLoadBalancerClass();
      problems.invalid(BALANCER_CLASS, name, Names.isQualifiedName(name));
    } else {
      problems.forbidden(BALANCER_CLASS, ONLY_BALANCED);
    }
  }

  private void checkExternalPolicy() {
    var policy = spec.getExternalTrafficPolicy();
    var path = SPEC.child("externalTrafficPolicy");
    if (!isExternal(spec)) {
      if (!policy.isEmpty()) {
        problems.invalid(path, policy, "may only be set for externally-accessible services");
      }
    } else if (policy.isEmpty()) {
      problems.required(path);
    } else {
      problems.oneOf(path, policy, POLICIES);
    }
  }

  private void checkHealthPort() {
    int port = spec.getHealthCheckNodePort();
    if (!needsHealthPort(spec)) {
      if (port != 0) {
        problems.invalid(
            HEALTH,
            port,
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
      }
    } else if (port == 0) {
      problems.required(HEALTH);
    } else {
      problems.invalid(HEALTH, port, Numbers.isValidPort(port));
    }
  }
}
