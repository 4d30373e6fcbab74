package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceNames;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Resource quotas.
public final class ResourceQuotaStrategy extends GenericStrategy<ResourceQuota> {
  public ResourceQuotaStrategy(ResourceType resource) {
    super(resource, CoreTables.RESOURCE_QUOTAS);
  }

  @Override
  protected void check(ResourceQuota quota, StrategyContext context, Problems problems) {
    checkAmounts(quota.getSpec().getHardMap(), Problems.SPEC.child("hard"), problems);
    QuotaScopes.check(quota.getSpec(), problems);
  }

  @Override
  protected void checkUpdate(
      ResourceQuota updated, ResourceQuota existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    if (!Set.copyOf(updated.getSpec().getScopesList())
        .equals(Set.copyOf(existing.getSpec().getScopesList()))) {
      problems.invalid(
          Problems.SPEC.child("scopes"), QuotaScopes.scopes(updated.getSpec()), Messages.IMMUTABLE);
    }
  }

  @Override
  protected void checkStatusUpdate(
      ResourceQuota updated, ResourceQuota existing, StrategyContext context, Problems problems) {
    var status = updated.getStatus();
    checkAmounts(status.getHardMap(), Problems.STATUS.child("hard"), problems);
    checkAmounts(status.getUsedMap(), Problems.STATUS.child("used"), problems);
  }

  private static void checkAmounts(
      Map<String, Quantity> amounts, FieldPath fields, Problems problems) {
    new TreeMap<>(amounts)
        .forEach((name, amount) -> {
          var path = fields.key(name);
          ResourceValidation.checkName(name, path, problems);
          if (!name.contains("/") && !ResourceNames.isForQuotas(name)) {
            problems.invalid(path, name, "must be a standard resource for quota");
          }
          ResourceValidation.checkAmount(name, Amount.of(amount), path, problems);
        });
  }
}
