package dev.coxswain.apiserver.registry.rbac;

import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Cluster roles: what may be done everywhere, or wherever they are bound.
public final class ClusterRoleStrategy extends GenericStrategy<ClusterRole> {

  public ClusterRoleStrategy(ResourceType resource) {
    super(resource, RbacTables.CLUSTER_ROLES);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.PATH_SEGMENT;
  }

  @Override
  protected void check(ClusterRole role, StrategyContext context, Problems problems) {
    RbacValidation.checkRules(role.getRulesList(), false, problems);
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }
}
