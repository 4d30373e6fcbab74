package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Set;

/// The rules for services.
final class ServiceValidation {
  static final String NONE = "None";

  private static final FieldPath SPEC = Problems.SPEC;
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final List<String> AFFINITIES = List.of("ClientIP", NONE);
  private static final List<String> POLICIES = List.of("Cluster", "Local");
  private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
  private static final List<String> FAMILY_POLICIES =
      List.of("PreferDualStack", "RequireDualStack", "SingleStack");
  private static final List<String> DISTRIBUTIONS =
      List.of("PreferClose", "PreferSameNode", "PreferSameZone");
  private static final Set<String> EXTERNAL = Set.of("NodePort", "LoadBalancer");
  private static final int MAX_AFFINITY_SECONDS = 86400;

  private ServiceValidation() {}

  static void check(Service service, Problems problems) {
    var spec = service.getSpec();
    boolean headless = isHeadless(spec);
    if (spec.getPortsCount() == 0 && !headless && !isNamed(spec)) {
      problems.required(SPEC.child("ports"));
    }
    checkType(spec, headless, problems);
    new ServicePortRules(spec, headless, problems).checkEach();
    ObjectMetaValidation.checkLabels(spec.getSelectorMap(), SPEC.child("selector"), problems);
    checkAffinity(spec, problems);
    checkAddresses(spec, problems);
    checkExternalIps(spec, problems);
    if (spec.getType().isEmpty()) {
      problems.required(SPEC.child("type"));
    } else {
      problems.oneOf(SPEC.child("type"), spec.getType(), TYPES);
    }
    new ServicePortRules(spec, headless, problems).checkTogether();
    checkLoadBalancer(spec, problems);
    checkPolicies(spec, problems);
  }

  static boolean isHeadless(ServiceSpec spec) {
    return spec.getClusterIP().equals(NONE)
        || (spec.getClusterIPsCount() > 0 && spec.getClusterIPs(0).equals(NONE));
  }

  static boolean isNamed(ServiceSpec spec) {
    return spec.getType().equals("ExternalName");
  }

  /// An address stays what it is as long as the service has one.
  static void checkAddressChange(Service updated, Service existing, Problems problems) {
    var now = updated.getSpec();
    var before = existing.getSpec();
    if (isNamed(now) || isNamed(before) || before.getClusterIPsCount() == 0) {
      return;
    }
    if (now.getClusterIPsCount() > 0 && !now.getClusterIPs(0).equals(before.getClusterIPs(0))) {
      problems.invalid(
          SPEC.child("clusterIPs").index(0),
          List.copyOf(now.getClusterIPsList()),
          "may not change once set");
    }
    if (before.getIpFamiliesCount() > 0
        && now.getIpFamiliesCount() > 0
        && !now.getIpFamilies(0).equals(before.getIpFamilies(0))) {
      problems.invalid(
          SPEC.child("ipFamilies").index(0),
          List.copyOf(now.getIpFamiliesList()),
          "may not change once set");
    }
  }

  private static void checkType(ServiceSpec spec, boolean headless, Problems problems) {
    switch (spec.getType()) {
      case "LoadBalancer", "NodePort" -> {
        if (headless) {
          problems.invalid(
              SPEC.child("clusterIPs").index(0),
              NONE,
              "may not be set to 'None' for %s services".formatted(spec.getType()));
        }
      }
      case "ExternalName" -> checkExternalName(spec, problems);
      default -> {
        // Reported where the type is looked at.
      }
    }
  }

  private static void checkExternalName(ServiceSpec spec, Problems problems) {
    if (spec.getClusterIPsCount() > 0 || !spec.getClusterIP().isEmpty()) {
      problems.forbidden(SPEC.child("clusterIPs"), "may not be set for ExternalName services");
    }
    if (spec.getIpFamiliesCount() > 0) {
      problems.forbidden(SPEC.child("ipFamilies"), "may not be set for ExternalName services");
    }
    if (spec.hasIpFamilyPolicy()) {
      problems.forbidden(SPEC.child("ipFamilyPolicy"), "may not be set for ExternalName services");
    }
    var name = spec.getExternalName();
    var bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (bare.isEmpty()) {
      problems.required(SPEC.child("externalName"));
    } else {
      problems.invalid(SPEC.child("externalName"), bare, Names.isDns1123Subdomain(bare));
    }
  }

  private static void checkAffinity(ServiceSpec spec, Problems problems) {
    var path = SPEC.child("sessionAffinity");
    if (spec.getSessionAffinity().isEmpty()) {
      problems.required(path);
      return;
    }
    problems.oneOf(path, spec.getSessionAffinity(), AFFINITIES);
    if (spec.getSessionAffinity().equals("ClientIP")) {
      int seconds = spec.getSessionAffinityConfig().getClientIP().getTimeoutSeconds();
      if (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS) {
        problems.invalid(
            SPEC.child("sessionAffinityConfig", "clientIP", "timeoutSeconds"),
            seconds,
            "must be greater than 0 and less than " + MAX_AFFINITY_SECONDS);
      }
    } else if (spec.getSessionAffinity().equals(NONE) && spec.hasSessionAffinityConfig()) {
      problems.forbidden(
          SPEC.child("sessionAffinityConfig"), "must not be set when session affinity is " + NONE);
    }
  }

  private static void checkAddresses(ServiceSpec spec, Problems problems) {
    if (isNamed(spec)) {
      return;
    }
    var path = SPEC.child("clusterIPs");
    for (int i = 0; i < spec.getIpFamiliesCount(); i++) {
      problems.oneOf(SPEC.child("ipFamilies").index(i), spec.getIpFamilies(i), FAMILIES);
    }
    if (spec.hasIpFamilyPolicy()) {
      problems.oneOf(SPEC.child("ipFamilyPolicy"), spec.getIpFamilyPolicy(), FAMILY_POLICIES);
    }
    if (spec.getClusterIPsCount() == 0 && !spec.getClusterIP().isEmpty()) {
      checkAddress(spec.getClusterIP(), path.index(0), problems);
    }
    if (spec.getClusterIPsCount() > 0 && !spec.getClusterIP().equals(spec.getClusterIPs(0))) {
      problems.invalid(
          path, List.copyOf(spec.getClusterIPsList()), "first value must match `clusterIP`");
    }
    for (int i = 0; i < spec.getClusterIPsCount(); i++) {
      var address = spec.getClusterIPs(i);
      if (i > 0 && address.equals(NONE)) {
        problems.invalid(path.index(i), address, "'None' must be the first and only value");
      } else {
        checkAddress(address, path.index(i), problems);
      }
    }
  }

  private static void checkAddress(String address, FieldPath path, Problems problems) {
    if (!address.equals(NONE)) {
      problems.invalid(path, address, Addresses.isValidIp(address));
    }
  }

  private static void checkExternalIps(ServiceSpec spec, Problems problems) {
    for (int i = 0; i < spec.getExternalIPsCount(); i++) {
      var path = SPEC.child("externalIPs").index(i);
      var address = spec.getExternalIPs(i);
      var complaints = Addresses.isValidIp(address);
      problems.invalid(path, address, complaints);
      if (complaints.isEmpty()) {
        EndpointAddresses.checkSpecial(address, path, problems);
      }
    }
  }

  private static void checkLoadBalancer(ServiceSpec spec, Problems problems) {
    boolean balanced = spec.getType().equals("LoadBalancer");
    if (spec.getLoadBalancerSourceRangesCount() > 0) {
      var path = SPEC.child("loadBalancerSourceRanges");
      if (!balanced) {
        problems.forbidden(path, "may only be used when `type` is 'LoadBalancer'");
      }
      for (int i = 0; i < spec.getLoadBalancerSourceRangesCount(); i++) {
        var range = spec.getLoadBalancerSourceRanges(i).strip();
        problems.invalid(path.index(i), range, Addresses.isValidCidr(range));
      }
    }
    if (spec.hasAllocateLoadBalancerNodePorts() && !balanced) {
      problems.forbidden(
          SPEC.child("allocateLoadBalancerNodePorts"),
          "may only be used when `type` is 'LoadBalancer'");
    }
    if (spec.hasLoadBalancerClass()) {
      var path = SPEC.child("loadBalancerClass");
      if (!balanced) {
        problems.forbidden(path, "may only be used when `type` is 'LoadBalancer'");
      }
      problems.invalid(
          path, spec.getLoadBalancerClass(), Names.isQualifiedName(spec.getLoadBalancerClass()));
    }
  }

  private static void checkPolicies(ServiceSpec spec, Problems problems) {
    var policy = spec.getExternalTrafficPolicy();
    var path = SPEC.child("externalTrafficPolicy");
    boolean external = EXTERNAL.contains(spec.getType()) || spec.getExternalIPsCount() > 0;
    if (!external && !policy.isEmpty()) {
      problems.invalid(path, policy, "may only be set for externally-accessible services");
    } else if (external && !isNamed(spec)) {
      problems.oneOf(path, policy, POLICIES);
    }
    if (spec.getHealthCheckNodePort() != 0
        && !(spec.getType().equals("LoadBalancer") && policy.equals("Local"))) {
      problems.invalid(
          SPEC.child("healthCheckNodePort"),
          spec.getHealthCheckNodePort(),
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
    if (spec.hasInternalTrafficPolicy() && !isNamed(spec)) {
      problems.oneOf(
          SPEC.child("internalTrafficPolicy"), spec.getInternalTrafficPolicy(), POLICIES);
    }
    if (spec.hasTrafficDistribution()) {
      problems.oneOf(
          SPEC.child("trafficDistribution"), spec.getTrafficDistribution(), DISTRIBUTIONS);
    }
  }

  /// A port as messages show it: without what does not count for its identity.
  static Object shown(ServicePort port) {
    return GoStruct.of()
        .with("Name", "")
        .with("Protocol", port.getProtocol())
        .with("AppProtocol", null)
        .with("Port", port.getPort())
        .with("TargetPort", 0)
        .with("NodePort", 0)
        .tree();
  }
}
