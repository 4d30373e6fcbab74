package dev.coxswain.apiserver.registry.rbac;

import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// Cluster role bindings: who may do everywhere what a role says.
public final class ClusterRoleBindingStrategy extends GenericStrategy<ClusterRoleBinding> {
  private static final List<String> ROLES = List.of("ClusterRole");

  public ClusterRoleBindingStrategy(ResourceType resource) {
    super(resource, RbacTables.CLUSTER_ROLE_BINDINGS);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.PATH_SEGMENT;
  }

  @Override
  protected void check(ClusterRoleBinding binding, StrategyContext context, Problems problems) {
    RbacValidation.checkBinding(
        binding.getRoleRef(), binding.getSubjectsList(), ROLES, false, problems);
  }

  @Override
  protected void checkUpdate(
      ClusterRoleBinding updated,
      ClusterRoleBinding existing,
      StrategyContext context,
      Problems problems) {
    check(updated, context, problems);
    RbacValidation.checkSameRole(updated.getRoleRef(), existing.getRoleRef(), problems);
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }
}
