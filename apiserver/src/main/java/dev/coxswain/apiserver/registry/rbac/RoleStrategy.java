package dev.coxswain.apiserver.registry.rbac;

import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Roles: what may be done in a namespace.
public final class RoleStrategy extends GenericStrategy<Role> {

  public RoleStrategy(ResourceType resource) {
    super(resource, RbacTables.ROLES);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.PATH_SEGMENT;
  }

  @Override
  protected void check(Role role, StrategyContext context, Problems problems) {
    RbacValidation.checkRules(role.getRulesList(), true, problems);
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }
}
