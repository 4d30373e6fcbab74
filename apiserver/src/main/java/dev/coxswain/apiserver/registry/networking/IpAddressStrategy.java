package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.GoStruct;
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
    problems.invalid(Problems.METADATA.child("name"), name, Addresses.isCanonicalIp(name));
    var path = Problems.SPEC.child("parentRef");
    if (!address.getSpec().hasParentRef()) {
      problems.required(path);
      return;
    }
    var parent = address.getSpec().getParentRef();
    if (!parent.getGroup().isEmpty()) {
      problems.invalid(
          path.child("group"), parent.getGroup(), Names.isDns1123Subdomain(parent.getGroup()));
    }
    References.requireSegment(parent.getResource(), path.child("resource"), problems);
    References.requireSegment(parent.getName(), path.child("name"), problems);
    if (!parent.getNamespace().isEmpty()) {
      References.requireSegment(parent.getNamespace(), path.child("namespace"), problems);
    }
  }

  @Override
  protected void checkUpdate(
      IPAddress updated, IPAddress existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    if (!updated.getSpec().getParentRef().equals(existing.getSpec().getParentRef())) {
      problems.invalid(
          Problems.SPEC.child("parentRef"),
          Problems.pointed(
              updated.getSpec().hasParentRef(),
              GoStruct.of(updated.getSpec().getParentRef()).tree()),
          Messages.IMMUTABLE);
    }
  }
}
