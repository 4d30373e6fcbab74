package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceNames;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Resource quotas.
public final class ResourceQuotaStrategy extends GenericStrategy<ResourceQuota> {
  private static final Set<String> SCOPES =
      Set.of(
          "Terminating",
          "NotTerminating",
          "BestEffort",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity",
          "VolumeAttributesClass");

  public ResourceQuotaStrategy(ResourceType resource) {
    super(resource, CoreTables.RESOURCE_QUOTAS);
  }

  @Override
  protected void check(ResourceQuota quota, StrategyContext context, Problems problems) {
    new TreeMap<>(quota.getSpec().getHardMap())
        .forEach((name, quantity) -> {
          var path = Problems.SPEC.child("hard").key(name);
          problems.invalid(path, name, Names.isQualifiedName(name));
          if (!name.contains("/") && !ResourceNames.isForQuotas(name)) {
            problems.invalid(path, name, "must be a standard resource for quota");
          }
          ResourceValidation.checkAmount(name, Amount.of(quantity), path, problems);
        });
    var scopes = List.copyOf(quota.getSpec().getScopesList());
    if (!SCOPES.containsAll(scopes)) {
      problems.invalid(Problems.SPEC.child("scopes"), scopes, "unsupported scope");
    }
    if (scopes.containsAll(List.of("BestEffort", "NotBestEffort"))
        || scopes.containsAll(List.of("Terminating", "NotTerminating"))) {
      problems.invalid(Problems.SPEC.child("scopes"), scopes, "conflicting scopes");
    }
  }

  @Override
  protected void checkUpdate(
      ResourceQuota updated, ResourceQuota existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    if (!Set.copyOf(updated.getSpec().getScopesList())
        .equals(Set.copyOf(existing.getSpec().getScopesList()))) {
      problems.invalid(
          Problems.SPEC.child("scopes"),
          List.copyOf(updated.getSpec().getScopesList()),
          "field is immutable");
    }
  }
}
