package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apiserver.registry.core.ServiceAddressRules;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;

/// Decides in which families a service has addresses. Pure.
final class IpFamilies {
  private static final FieldPath IPS = FieldPath.of("spec", "clusterIPs");
  private static final FieldPath FAMILIES = FieldPath.of("spec", "ipFamilies");
  private static final FieldPath POLICY = FieldPath.of("spec", "ipFamilyPolicy");
  private static final String SINGLE = "SingleStack";
  private static final String PREFER = "PreferDualStack";
  private static final String REQUIRE = "RequireDualStack";

  /// What comes of the decision.
  sealed interface Outcome {
    /// The service has all the families it is to have, and its policy.
    record Settled(Service service) implements Outcome {}

    record Refused(List<FieldError> errors) implements Outcome {
      public Refused {
        errors = List.copyOf(errors);
      }
    }
  }

  private final List<String> cluster;
  private final Optional<ServiceSpec> before;
  private final ServiceSpec.Builder spec;
  private final boolean selectorless;
  private final Problems problems = new Problems();

  private IpFamilies(Service service, Optional<Service> existing, List<String> cluster) {
    this.cluster = cluster;
    this.before = existing.map(Service::getSpec);
    this.spec = service.getSpec().toBuilder();
    this.selectorless = isHeadless(service.getSpec()) && service.getSpec().getSelectorCount() == 0;
  }

  /// @param existing empty on create
  /// @param cluster the families of the cluster's ranges, the preferred one first
  static Outcome settle(Service service, Optional<Service> existing, List<String> cluster) {
    var decision = new IpFamilies(service, existing, cluster);
    if (decision.isLeftAlone()) {
      return new Outcome.Settled(service);
    }
    decision.choosePolicy();
    ServiceAddressRules.check(decision.settled(service), existing, decision.problems);
    if (decision.problems.isEmpty()) {
      decision.shrink();
      decision.checkPolicy();
      decision.inferFromAddresses();
    }
    if (decision.problems.isEmpty() && !decision.selectorless) {
      decision.checkCluster();
    }
    if (!decision.problems.isEmpty()) {
      return new Outcome.Refused(decision.problems.all());
    }
    decision.complete();
    return new Outcome.Settled(decision.settled(service));
  }

  static boolean isHeadless(ServiceSpec spec) {
    return spec.getClusterIP().equals("None")
        || (spec.getClusterIPsCount() > 0 && spec.getClusterIPs(0).equals("None"));
  }

  /// Who prefers two families keeps what it got, however the cluster changed since.
  private boolean isLeftAlone() {
    return before
        .filter(old -> old.getType().equals(spec.getType()))
        .filter(old -> old.getIpFamilyPolicy().equals(PREFER))
        .filter(_ -> spec.getIpFamilyPolicy().equals(PREFER))
        .filter(old -> old.getClusterIPsList().equals(spec.getClusterIPsList()))
        .filter(old -> old.getIpFamiliesList().equals(spec.getIpFamiliesList()))
        .isPresent();
  }

  private void choosePolicy() {
    if (!spec.hasIpFamilyPolicy()) {
      spec.setIpFamilyPolicy(
          before
              .filter(ServiceSpec::hasIpFamilyPolicy)
              .map(ServiceSpec::getIpFamilyPolicy)
              .orElse(selectorless ? REQUIRE : SINGLE));
    }
  }

  /// One family is what the client asked for if it changed nothing but the policy.
  private void shrink() {
    if (before.isEmpty()) {
      return;
    }
    var old = before.get();
    if (isSingle()) {
      if (spec.getClusterIPsList().equals(old.getClusterIPsList())) {
        var first = spec.getClusterIPsList().stream().limit(1).toList();
        spec.clearClusterIPs().addAllClusterIPs(first);
      }
      if (spec.getIpFamiliesList().equals(old.getIpFamiliesList())) {
        var first = spec.getIpFamiliesList().stream().limit(1).toList();
        spec.clearIpFamilies().addAllIpFamilies(first);
      }
      return;
    }
    if (isReduced(spec.getClusterIPsCount(), old.getClusterIPsCount())) {
      policyMustBe("must be 'SingleStack' to release the secondary cluster IP");
    }
    if (isReduced(spec.getIpFamiliesCount(), old.getIpFamiliesCount())) {
      policyMustBe("must be 'SingleStack' to release the secondary IP family");
    }
  }

  private static boolean isReduced(int now, int before) {
    return now > 0 && now < before;
  }

  private void checkPolicy() {
    if (isSingle() && spec.getClusterIPsCount() == 2) {
      policyMustBe(
          "must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are"
              + " specified");
    }
    if (isSingle() && spec.getIpFamiliesCount() == 2) {
      policyMustBe(
          "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are"
              + " specified");
    }
  }

  private void inferFromAddresses() {
    if (isHeadless(spec.build())) {
      return;
    }
    for (int i = spec.getIpFamiliesCount(); i < spec.getClusterIPsCount(); i++) {
      var family = Addresses.isIpv6(spec.getClusterIPs(i)) ? "IPv6" : "IPv4";
      if (cluster.contains(family)) {
        spec.addIpFamilies(family);
      } else {
        problems.invalid(
            IPS.index(i),
            List.copyOf(spec.getClusterIPsList()),
            family + " is not configured on this cluster");
      }
    }
  }

  /// Whatever is asked for must be there; only behind names without pods anything may stand.
  private void checkCluster() {
    if (spec.getIpFamilyPolicy().equals(REQUIRE) && cluster.size() < 2) {
      policyMustBe("this cluster is not configured for dual-stack services");
    }
    for (int i = 0; i < spec.getIpFamiliesCount(); i++) {
      if (!cluster.contains(spec.getIpFamilies(i))) {
        problems.invalid(
            FAMILIES.index(i), spec.getIpFamilies(i), "not configured on this cluster");
      }
    }
  }

  private void complete() {
    if (spec.getIpFamiliesCount() == 0) {
      spec.addIpFamilies(cluster.getFirst());
    }
    boolean both = selectorless || cluster.size() > 1;
    if (!isSingle() && spec.getIpFamiliesCount() == 1 && both) {
      spec.addIpFamilies(spec.getIpFamilies(0).equals("IPv4") ? "IPv6" : "IPv4");
    }
  }

  private boolean isSingle() {
    return spec.getIpFamilyPolicy().equals(SINGLE);
  }

  private void policyMustBe(String what) {
    problems.invalid(POLICY, spec.getIpFamilyPolicy(), what);
  }

  private Service settled(Service service) {
    return service.toBuilder().setSpec(spec).build();
  }
}
