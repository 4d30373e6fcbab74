package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Addresses that services have; each is its own name.
public final class IpAddressStrategy extends GenericStrategy<IPAddress> {

  public IpAddressStrategy(ResourceType resource) {
    super(resource, NetworkingTables.IP_ADDRESSES);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.ANY;
  }

  @Override
  protected void check(IPAddress address, StrategyContext context, Problems problems) {
    var name = address.getMetadata().getName();
    problems.invalid(Problems.METADATA.child("name"), name, Addresses.isValidIp(name));
    var path = Problems.SPEC.child("parentRef");
    if (!address.getSpec().hasParentRef()) {
      problems.required(path);
      return;
    }
    if (address.getSpec().getParentRef().getResource().isEmpty()) {
      problems.required(path.child("resource"));
    }
    if (address.getSpec().getParentRef().getName().isEmpty()) {
      problems.required(path.child("name"));
    }
  }

  @Override
  protected void checkUpdate(
      IPAddress updated, IPAddress existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    problems.unchanged(Problems.SPEC, updated.getSpec(), existing.getSpec());
  }
}
