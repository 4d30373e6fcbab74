package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.LimitRange;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.Set;

/// Limit ranges: every bound must leave room between its neighbours.
public final class LimitRangeStrategy extends GenericStrategy<LimitRange> {

  private static final Set<String> TYPES = Set.of("Pod", "Container", "PersistentVolumeClaim");

  public LimitRangeStrategy(ResourceType resource) {
    super(resource, CoreTables.LIMIT_RANGES);
  }

  @Override
  protected void check(LimitRange range, StrategyContext context, Problems problems) {
    var types = new HashSet<String>();
    for (int i = 0; i < range.getSpec().getLimitsCount(); i++) {
      var item = range.getSpec().getLimits(i);
      var path = Problems.SPEC.child("limits").index(i);
      checkType(item.getType(), path.child("type"), problems);
      if (!types.add(item.getType())) {
        problems.duplicate(path.child("type"), item.getType());
      }
      new LimitRules(item, path, problems).check();
    }
  }

  private static void checkType(String type, FieldPath path, Problems problems) {
    var complaints = Names.isQualifiedName(type);
    problems.invalid(path, type, complaints);
    if (complaints.isEmpty() && !type.contains("/") && !TYPES.contains(type)) {
      problems.invalid(path, type, "must be a standard limit type or fully qualified");
    }
  }
}
