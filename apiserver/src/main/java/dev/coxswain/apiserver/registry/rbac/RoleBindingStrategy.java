package dev.coxswain.apiserver.registry.rbac;

import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// Role bindings: who may do in a namespace what a role says.
public final class RoleBindingStrategy extends GenericStrategy<RoleBinding> {
  private static final List<String> ROLES = List.of("Role", "ClusterRole");

  public RoleBindingStrategy(ResourceType resource) {
    super(resource, RbacTables.ROLE_BINDINGS);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.PATH_SEGMENT;
  }

  @Override
  protected void check(RoleBinding binding, StrategyContext context, Problems problems) {
    RbacValidation.checkBinding(
        binding.getRoleRef(), binding.getSubjectsList(), ROLES, true, problems);
  }

  @Override
  protected void checkUpdate(
      RoleBinding updated, RoleBinding existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    RbacValidation.checkSameRole(updated.getRoleRef(), existing.getRoleRef(), problems);
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }
}
