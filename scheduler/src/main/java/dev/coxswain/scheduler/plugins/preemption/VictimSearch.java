package dev.coxswain.scheduler.plugins.preemption;

import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.Rejected.Trial;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.ArrayList;
import java.util.List;

/// Finds out without which of its less important pods a node would do: as few as possible, and the
/// least important ones.
final class VictimSearch {
  private static final Verdict NO_VICTIMS =
      Verdict.unresolvable("No preemption victims found for incoming pod");

  sealed interface Outcome {
    record Found(Candidate candidate) implements Outcome {}

    record Hopeless(Verdict verdict) implements Outcome {}
  }

  private final Trial trial;
  private final PodView pod;
  private final Budgets budgets;
  private final CycleState state;
  private NodeView node;

  private VictimSearch(Trial trial, PodView pod, Budgets budgets, NodeView node) {
    this.trial = trial;
    this.pod = pod;
    this.budgets = budgets;
    this.state = trial.start();
    this.node = node;
  }

  static Outcome on(NodeView node, PodView pod, Budgets budgets, Trial trial) {
    return new VictimSearch(trial, pod, budgets, node).run();
  }

  private Outcome run() {
    var potential =
        node.pods().stream()
            .filter(other -> other.priority() < pod.priority())
            .sorted(Importance.MOST_FIRST)
            .toList();
    if (potential.isEmpty()) {
      return new Outcome.Hopeless(NO_VICTIMS);
    }
    potential.forEach(this::remove);
    var verdict = trial.filter(state, node);
    if (verdict.isRejection()) {
      return new Outcome.Hopeless(verdict);
    }
    var violating = budgets.violating(potential);
    var others = new ArrayList<>(potential);
    others.removeAll(violating);
    var victims = new ArrayList<>(unspared(violating));
    int violations = victims.size();
    victims.addAll(unspared(others));
    if (victims.isEmpty()) {
      // Filters said no at first and yes with everybody in place: something else changed.
      return new Outcome.Hopeless(NO_VICTIMS);
    }
    victims.sort(Importance.MOST_FIRST);
    return new Outcome.Found(new Candidate(node.name(), victims, violations));
  }

  /// Puts back whoever can stay.
  private List<PodView> unspared(List<PodView> pods) {
    var unspared = new ArrayList<PodView>();
    for (var other : pods) {
      add(other);
      if (trial.filter(state, node).isRejection()) {
        remove(other);
        unspared.add(other);
      }
    }
    return unspared;
  }

  private void remove(PodView other) {
    node = node.without(other.uid());
    trial.without(state, other, node);
  }

  private void add(PodView other) {
    node = node.with(other);
    trial.with(state, other, node);
  }
}
