package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import java.util.ArrayList;
import java.util.List;

/// Decides in which families a service has addresses.
final class IpFamilies {
  private static final FieldPath SPEC = FieldPath.of("spec");
  private static final String SINGLE = "SingleStack";
  private static final String REQUIRE = "RequireDualStack";

  private IpFamilies() {}

  /// What the cluster's families do not allow.
  static List<FieldError> problems(ServiceSpec spec, List<String> cluster) {
    var errors = new ArrayList<FieldError>();
    boolean selectorless = isHeadless(spec) && spec.getSelectorCount() == 0;
    if (spec.getIpFamilyPolicy().equals(REQUIRE) && cluster.size() < 2 && !selectorless) {
      errors.add(
          FieldError.invalid(
              SPEC.child("ipFamilyPolicy"),
              REQUIRE,
              "this cluster is not configured for dual-stack services"));
    }
    for (int i = 0; i < spec.getIpFamiliesCount(); i++) {
      var family = spec.getIpFamilies(i);
      if (!cluster.contains(family) && !selectorless) {
        errors.add(
            FieldError.invalid(
                SPEC.child("ipFamilies").index(i), family, "not configured on this cluster"));
      }
    }
    return errors;
  }

  /// The service with families and policy filled in.
  ///
  /// @param cluster the families of the cluster's ranges, the preferred one first
  static Service withFamilies(Service service, List<String> cluster) {
    var changed = service.toBuilder();
    var spec = changed.getSpecBuilder();
    if (isHeadless(service.getSpec()) && service.getSpec().getSelectorCount() == 0) {
      selectorless(spec, cluster);
    } else {
      allocated(spec, cluster);
    }
    return changed.build();
  }

  /// Nobody's pods stand behind it, so both families may.
  private static void selectorless(ServiceSpec.Builder spec, List<String> cluster) {
    if (!spec.hasIpFamilyPolicy()) {
      spec.setIpFamilyPolicy(
          spec.getIpFamiliesCount() == 1 || spec.getClusterIPsCount() > 1 ? SINGLE : REQUIRE);
    }
    if (spec.getIpFamiliesCount() == 0) {
      spec.addIpFamilies(cluster.getFirst());
    }
    if (!spec.getIpFamilyPolicy().equals(SINGLE) && spec.getIpFamiliesCount() == 1) {
      spec.addIpFamilies(other(spec.getIpFamilies(0)));
    }
  }

  private static void allocated(ServiceSpec.Builder spec, List<String> cluster) {
    if (!spec.hasIpFamilyPolicy()) {
      boolean several = spec.getIpFamiliesCount() > 1 || spec.getClusterIPsCount() > 1;
      spec.setIpFamilyPolicy(several ? REQUIRE : SINGLE);
    }
    for (int i = spec.getIpFamiliesCount(); i < spec.getClusterIPsCount(); i++) {
      var address = spec.getClusterIPs(i);
      if (Addresses.parseIp(address).isPresent()) {
        spec.addIpFamilies(Addresses.isIpv6(address) ? "IPv6" : "IPv4");
      }
    }
    if (spec.getIpFamiliesCount() == 0) {
      spec.addIpFamilies(cluster.getFirst());
    }
    if (!spec.getIpFamilyPolicy().equals(SINGLE)
        && spec.getIpFamiliesCount() == 1
        && cluster.size() > 1) {
      spec.addIpFamilies(other(spec.getIpFamilies(0)));
    }
  }

  static boolean isHeadless(ServiceSpec spec) {
    return spec.getClusterIP().equals("None")
        || (spec.getClusterIPsCount() > 0 && spec.getClusterIPs(0).equals("None"));
  }

  private static String other(String family) {
    return family.equals("IPv4") ? "IPv6" : "IPv4";
  }
}
