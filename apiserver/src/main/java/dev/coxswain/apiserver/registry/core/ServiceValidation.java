package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;

/// The rules for services.
final class ServiceValidation {
  private static final FieldPath SPEC = Problems.SPEC;
  private static final String NONE = "None";
  private static final String OLD_HINTS = "service.kubernetes.io/topology-aware-hints";
  private static final String TOPOLOGY_MODE = "service.kubernetes.io/topology-mode";
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final List<String> AFFINITIES = List.of("ClientIP", NONE);
  private static final int MAX_AFFINITY_SECONDS = 86400;

  private ServiceValidation() {}

  /// @param existing empty on create; what it has is not judged again where rules became stricter
  static void check(Service service, Optional<Service> existing, Problems problems) {
    var spec = service.getSpec();
    boolean headless = ServiceAddressRules.isHeadless(spec);
    checkTopologyMode(service, problems);
    if (spec.getPortsCount() == 0 && !headless && !ServiceAddressRules.isNamed(spec)) {
      problems.required(SPEC.child("ports"));
    }
    checkType(spec, headless, problems);
    var ports = new ServicePortRules(spec, problems);
    ports.checkEach();
    ObjectMetaValidation.checkLabels(spec.getSelectorMap(), SPEC.child("selector"), problems);
    checkAffinity(spec, problems);
    ServiceAddressRules.check(service, existing, problems);
    checkExternalIps(spec, existing, problems);
    if (spec.getType().isEmpty()) {
      problems.required(SPEC.child("type"));
    } else {
      problems.oneOf(SPEC.child("type"), spec.getType(), TYPES);
    }
    ports.checkTogether();
    new ServiceTrafficRules(service, problems).check(existing);
  }

  static void checkChange(Service updated, Service existing, Problems problems) {
    ServiceAddressRules.checkChange(updated.getSpec(), existing.getSpec(), problems);
    new ServiceTrafficRules(updated, problems).checkChange(existing);
    check(updated, Optional.of(existing), problems);
  }

  private static void checkTopologyMode(Service service, Problems problems) {
    var annotations = service.getMetadata().getAnnotationsMap();
    var mode = annotations.getOrDefault(TOPOLOGY_MODE, "");
    boolean both = annotations.containsKey(TOPOLOGY_MODE) && annotations.containsKey(OLD_HINTS);
    if (both && !mode.equals(annotations.get(OLD_HINTS))) {
      problems.invalid(
          Problems.METADATA.child("annotations").key(TOPOLOGY_MODE),
          mode,
          "must match annotations[%s] when both are specified".formatted(OLD_HINTS));
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
    var why = "may not be set for ExternalName services";
    if (spec.getClusterIPsCount() > 0) {
      problems.forbidden(SPEC.child("clusterIPs"), why);
    }
    if (spec.getIpFamiliesCount() > 0) {
      problems.forbidden(SPEC.child("ipFamilies"), why);
    }
    if (spec.hasIpFamilyPolicy()) {
      problems.forbidden(SPEC.child("ipFamilyPolicy"), why);
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

  private static void checkExternalIps(
      ServiceSpec spec, Optional<Service> existing, Problems problems) {
    var had = existing.map(s -> List.copyOf(s.getSpec().getExternalIPsList())).orElse(List.of());
    for (int i = 0; i < spec.getExternalIPsCount(); i++) {
      var path = SPEC.child("externalIPs").index(i);
      var address = spec.getExternalIPs(i);
      var complaints = had.contains(address) ? List.<String>of() : Addresses.isValidIp(address);
      problems.invalid(path, address, complaints);
      if (complaints.isEmpty()) {
        EndpointAddresses.checkSpecial(address, path, problems);
      }
    }
  }
}
