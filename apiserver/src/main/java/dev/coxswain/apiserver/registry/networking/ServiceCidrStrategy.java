package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.net.Inet4Address;
import java.util.List;

/// Blocks of addresses for services: one of each family at most, and a second one can only be
/// added.
public final class ServiceCidrStrategy extends GenericStrategy<ServiceCIDR> {
  private static final FieldPath CIDRS = Problems.SPEC.child("cidrs");

  public ServiceCidrStrategy(ResourceType resource) {
    super(resource, NetworkingTables.SERVICE_CIDRS);
  }

  @Override
  protected void check(ServiceCIDR cidr, StrategyContext context, Problems problems) {
    var blocks = List.copyOf(cidr.getSpec().getCidrsList());
    if (blocks.isEmpty()) {
      problems.required(CIDRS, "at least one CIDR required");
      return;
    }
    if (blocks.size() > 2) {
      problems.invalid(CIDRS, shown(blocks), "may only hold up to 2 values");
      return;
    }
    for (int i = 0; i < blocks.size(); i++) {
      problems.invalid(CIDRS.index(i), blocks.get(i), Addresses.isCanonicalCidr(blocks.get(i)));
    }
    if (blocks.size() == 2 && sameFamily(blocks.getFirst(), blocks.getLast())) {
      problems.invalid(
          CIDRS,
          blocks,
          "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
              + " 2001:db8::/64");
    }
  }

  @Override
  protected void checkUpdate(
      ServiceCIDR updated, ServiceCIDR existing, StrategyContext context, Problems problems) {
    var now = updated.getSpec().getCidrsList();
    var before = existing.getSpec().getCidrsList();
    boolean secondAdded = before.size() == 1 && now.size() == 2;
    if (!secondAdded && now.size() != before.size()) {
      problems.unchanged(CIDRS, now.isEmpty() ? null : List.copyOf(now), List.copyOf(before));
      return;
    }
    for (int i = 0; i < before.size(); i++) {
      problems.unchanged(CIDRS.index(i), now.get(i), before.get(i));
    }
    if (secondAdded) {
      check(updated, context, problems);
    }
  }

  private static Object shown(List<String> blocks) {
    return GoStruct.of().with("CIDRs", blocks).tree();
  }

  private static boolean sameFamily(String one, String other) {
    return Addresses.parseCidr(one)
        .flatMap(a -> Addresses.parseCidr(other).map(b -> isV4(a) == isV4(b)))
        .orElse(false);
  }

  private static boolean isV4(Addresses.Cidr cidr) {
    return cidr.address() instanceof Inet4Address;
  }
}
