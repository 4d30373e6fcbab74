package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The rules for what a service says of its addresses and their families.
public final class ServiceAddressRules {
  private static final FieldPath IPS = Problems.SPEC.child("clusterIPs");
  private static final FieldPath FAMILIES = Problems.SPEC.child("ipFamilies");
  private static final FieldPath POLICY = Problems.SPEC.child("ipFamilyPolicy");
  private static final String NONE = "None";
  private static final String SINGLE = "SingleStack";
  private static final String FIXED = "may not change once set";
  private static final int MAX_ADDRESSES = 2;
  private static final List<String> KNOWN_FAMILIES = List.of("IPv4", "IPv6");
  private static final List<String> KNOWN_POLICIES =
      List.of("PreferDualStack", "RequireDualStack", SINGLE);

  private ServiceAddressRules() {}

  public static boolean isHeadless(ServiceSpec spec) {
    return spec.getClusterIPsCount() == 1 && spec.getClusterIPs(0).equals(NONE);
  }

  /// Whether the service is a name for something elsewhere, and so has no address at all.
  public static boolean isNamed(ServiceSpec spec) {
    return spec.getType().equals("ExternalName");
  }

  /// @param existing addresses that it has are not judged again
  public static void check(Service service, Optional<Service> existing, Problems problems) {
    var spec = service.getSpec();
    if (isNamed(spec)) {
      return;
    }
    checkSingle(spec, problems);
    checkFamilies(spec, problems);
    if (spec.hasIpFamilyPolicy()) {
      problems.oneOf(POLICY, spec.getIpFamilyPolicy(), KNOWN_POLICIES);
    }
    var had = existing.map(s -> List.copyOf(s.getSpec().getClusterIPsList())).orElse(List.of());
    boolean wellFormed = checkEach(spec, had, problems);
    if (spec.getClusterIPsCount() > MAX_ADDRESSES) {
      problems.invalid(IPS, addresses(spec), "may only hold up to 2 values");
    }
    if (wellFormed) {
      checkTogether(spec, problems);
    }
  }

  /// What may become of addresses and families once a service has them.
  static void checkChange(ServiceSpec now, ServiceSpec before, Problems problems) {
    if (isNamed(now) || isNamed(before) || (isHeadless(now) && isHeadless(before))) {
      return;
    }
    checkAddressChange(now, before, problems);
    if (isHeadless(now) == isHeadless(before)) {
      checkFamilyChange(now, before, problems);
    }
  }

  /// The single address and the first of the list are the same.
  private static void checkSingle(ServiceSpec spec, Problems problems) {
    boolean listed = spec.getClusterIPsCount() > 0;
    if (spec.getClusterIP().isEmpty()) {
      if (listed) {
        problems.invalid(IPS, addresses(spec), "must be empty when `clusterIP` is not specified");
      }
    } else if (!listed) {
      problems.required(IPS);
    } else if (!spec.getClusterIPs(0).equals(spec.getClusterIP())) {
      problems.invalid(IPS, addresses(spec), "first value must match `clusterIP`");
    }
  }

  private static void checkFamilies(ServiceSpec spec, Problems problems) {
    var seen = new HashSet<String>();
    for (int i = 0; i < spec.getIpFamiliesCount(); i++) {
      var family = spec.getIpFamilies(i);
      problems.oneOf(FAMILIES.index(i), family, KNOWN_FAMILIES);
      if (!seen.add(family)) {
        problems.duplicate(FAMILIES.index(i), family);
      }
    }
  }

  private static boolean checkEach(ServiceSpec spec, List<String> had, Problems problems) {
    int before = problems.count();
    for (int i = 0; i < spec.getClusterIPsCount(); i++) {
      var address = spec.getClusterIPs(i);
      if (i == 0 && address.equals(NONE)) {
        if (spec.getClusterIPsCount() > 1) {
          problems.invalid(IPS, addresses(spec), "'None' must be the first and only value");
        }
      } else if (!had.contains(address)) {
        problems.invalid(IPS.index(i), address, Addresses.isValidIp(address));
      }
    }
    return problems.count() == before;
  }

  private static void checkTogether(ServiceSpec spec, Problems problems) {
    int count = spec.getClusterIPsCount();
    boolean bothFamilies =
        count == MAX_ADDRESSES
            && Addresses.isIpv6(spec.getClusterIPs(0)) != Addresses.isIpv6(spec.getClusterIPs(1));
    if (count > 1 && !bothFamilies) {
      problems.invalid(IPS, addresses(spec), "may specify no more than one IP for each IP family");
    }
    for (int i = 0; !isHeadless(spec) && i < Math.min(count, spec.getIpFamiliesCount()); i++) {
      var family = spec.getIpFamilies(i);
      boolean fits = Addresses.isIpv6(spec.getClusterIPs(i)) == family.equals("IPv6");
      if (KNOWN_FAMILIES.contains(family) && !fits) {
        problems.invalid(
            IPS.index(i),
            spec.getClusterIPs(i),
            "expected an %s value as indicated by `ipFamilies[%d]`".formatted(family, i));
      }
    }
  }

  private static void checkAddressChange(ServiceSpec now, ServiceSpec before, Problems problems) {
    int fewer = before.getClusterIPsCount() - now.getClusterIPsCount();
    int compared = fewer == 0 ? now.getClusterIPsCount() : Math.min(1, now.getClusterIPsCount());
    if (now.getClusterIPsCount() == 0 && fewer > 0) {
      problems.invalid(IPS.index(0), null, "primary clusterIP can not be unset");
    }
    for (int i = 0; i < Math.min(compared, before.getClusterIPsCount()); i++) {
      if (!now.getClusterIPs(i).equals(before.getClusterIPs(i))) {
        problems.invalid(IPS.index(i), addresses(now), FIXED);
      }
    }
    if (fewer > 0 && now.getClusterIPsCount() == 1) {
      requireSingle(
          now, "must be set to 'SingleStack' when releasing the secondary clusterIP", problems);
    }
  }

  private static void checkFamilyChange(ServiceSpec now, ServiceSpec before, Problems problems) {
    int fewer = before.getIpFamiliesCount() - now.getIpFamiliesCount();
    int compared = fewer == 0 ? now.getIpFamiliesCount() : Math.min(1, now.getIpFamiliesCount());
    if (fewer > 0 && now.getClusterIPsCount() == 0) {
      problems.invalid(FAMILIES.index(0), families(now), "primary ipFamily can not be unset");
    }
    for (int i = 0; i < Math.min(compared, before.getIpFamiliesCount()); i++) {
      if (!now.getIpFamilies(i).equals(before.getIpFamilies(i))) {
        problems.invalid(FAMILIES.index(0), fewer == 0 ? families(now) : addresses(now), FIXED);
      }
    }
    if (fewer > 0 && now.getIpFamiliesCount() == 1) {
      requireSingle(
          now, "must be set to 'SingleStack' when releasing the secondary ipFamily", problems);
    }
  }

  private static void requireSingle(ServiceSpec spec, String why, Problems problems) {
    if (!spec.getIpFamilyPolicy().equals(SINGLE)) {
      problems.invalid(POLICY, spec.hasIpFamilyPolicy() ? spec.getIpFamilyPolicy() : "null", why);
    }
  }

  private static Object addresses(ServiceSpec spec) {
    return spec.getClusterIPsCount() == 0 ? null : List.copyOf(spec.getClusterIPsList());
  }

  private static Object families(ServiceSpec spec) {
    return spec.getIpFamiliesCount() == 0 ? null : List.copyOf(spec.getIpFamiliesList());
  }
}
