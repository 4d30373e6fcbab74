package dev.coxswain.apiserver.registry.rbac;

import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

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
    if (role.hasAggregationRule()) {
      checkSelectors(role.getAggregationRule().getClusterRoleSelectorsList(), problems);
    }
  }

  private static void checkSelectors(List<LabelSelector> selectors, Problems problems) {
    var path = FieldPath.of("aggregationRule", "clusterRoleSelectors");
    if (selectors.isEmpty()) {
      problems.required(
          path, "at least one clusterRoleSelector required if aggregationRule is non-nil");
    }
    for (int i = 0; i < selectors.size(); i++) {
      LabelSelectorValidation.check(selectors.get(i), path.index(i), problems);
      if (LabelSelectorValidation.matcher(selectors.get(i)).isEmpty()) {
        problems.invalid(path.index(i), "null", "invalid label selector.");
      }
    }
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }
}
