package dev.coxswain.scheduler.plugins.preemption;

import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.ArrayList;
import java.util.List;

/// How many evictions disruption budgets still allow.
final class Budgets {
  private record Budget(PodDisruptionBudget object, Selector selector) {
    boolean covers(PodView pod) {
      return object.getMetadata().getNamespace().equals(pod.key().namespace())
          && selector.matches(pod.labels())
          && !object.getStatus().containsDisruptedPods(pod.key().name());
    }
  }

  private final List<Budget> budgets;

  private Budgets(List<Budget> budgets) {
    this.budgets = budgets;
  }

  static Budgets of(List<PodDisruptionBudget> objects) {
    return new Budgets(objects.stream().map(o -> new Budget(o, selector(o))).toList());
  }

  /// Those of the pods whose eviction, together with that of the pods before them, would break a
  /// budget.
  List<PodView> violating(List<PodView> pods) {
    var left =
        new ArrayList<>(
            budgets.stream().map(b -> b.object().getStatus().getDisruptionsAllowed()).toList());
    var violating = new ArrayList<PodView>();
    for (var pod : pods) {
      boolean breaks = false;
      for (int i = 0; i < left.size(); i++) {
        if (!pod.labels().isEmpty() && budgets.get(i).covers(pod)) {
          left.set(i, left.get(i) - 1);
          breaks |= left.get(i) < 0;
        }
      }
      if (breaks) {
        violating.add(pod);
      }
    }
    return violating;
  }

  /// To the scheduler an empty selector protects nobody, whatever it means to others; as upstream.
  private static Selector selector(PodDisruptionBudget budget) {
    var spec = budget.getSpec();
    var selector = spec.hasSelector() ? Selector.of(spec.getSelector()) : Selector.nothing();
    return selector.isEmpty() ? Selector.nothing() : selector;
  }
}
