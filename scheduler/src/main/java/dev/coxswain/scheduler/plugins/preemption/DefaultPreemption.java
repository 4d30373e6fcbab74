package dev.coxswain.scheduler.plugins.preemption;

import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.client.Lister;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.Nomination;
import dev.coxswain.scheduler.framework.PostFilterPlugin;
import dev.coxswain.scheduler.framework.Rejected;
import dev.coxswain.scheduler.framework.Rejections;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.plugins.preemption.VictimSearch.Outcome.Found;
import dev.coxswain.scheduler.plugins.preemption.VictimSearch.Outcome.Hopeless;
import dev.coxswain.scheduler.snapshot.Nominations;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Looks for a node that would do without some less important pods, and chooses the one where the
/// least harm is done. It only says so; others evict.
public final class DefaultPreemption implements PostFilterPlugin {
  private static final String PREFIX = "preemption: ";
  private static final Verdict NOT_HELPFUL =
      Verdict.unresolvable("Preemption is not helpful for scheduling");

  /// How many nodes are worth comparing: the larger of a share and a number.
  public record Breadth(int percent, int atLeast) {
    public static final Breadth DEFAULT = new Breadth(10, 100);

    int of(int nodes) {
      return Math.min(nodes, Math.max(nodes * percent / 100, atLeast));
    }
  }

  private final Lister<PodDisruptionBudget> budgets;
  private final Nominations nominations;
  private final Breadth breadth;
  private final RandomGenerator random;

  public DefaultPreemption(
      Lister<PodDisruptionBudget> budgets,
      Nominations nominations,
      Breadth breadth,
      RandomGenerator random) {
    this.budgets = budgets;
    this.nominations = nominations;
    this.breadth = breadth;
    this.random = random;
  }

  @Override
  public String name() {
    return "DefaultPreemption";
  }

  @Override
  public Outcome postFilter(CycleState state, PodView pod, Rejected rejected) {
    if (pod.pod().getSpec().getPreemptionPolicy().equals("Never")) {
      return Outcome.none(PREFIX + "not eligible due to preemptionPolicy=Never.");
    }
    if (!isHopeless(pod.nominatedNodeName(), rejected) && isBeingCleared(pod, rejected)) {
      return Outcome.none(PREFIX + "not eligible due to a terminating pod on the nominated node.");
    }
    var verdicts =
        new ArrayList<Verdict>(Collections.nCopies(rejected.verdicts().size(), NOT_HELPFUL));
    var worthTrying = worthTrying(rejected);
    var best = best(pod, rejected, worthTrying, verdicts);
    if (best.isPresent()) {
      return new Outcome("", clear(best.get(), pod));
    }
    var message = PREFIX + Rejections.message(verdicts.size(), verdicts);
    return new Outcome(message, new Nomination.Withdraw());
  }

  /// Whether nobody's leaving makes the node fit.
  private static boolean isHopeless(String node, Rejected rejected) {
    var nodes = rejected.snapshot().nodes();
    for (int i = 0; !node.isEmpty() && i < nodes.size(); i++) {
      if (nodes.get(i).name().equals(node)) {
        return rejected.verdicts().get(i).code() == Verdict.Code.UNRESOLVABLE;
      }
    }
    return false;
  }

  /// Whether pods that were evicted for this one are still on their way out.
  private static boolean isBeingCleared(PodView pod, Rejected rejected) {
    var node = rejected.snapshot().node(pod.nominatedNodeName());
    return node.isPresent()
        && node.get().pods().stream()
            .anyMatch(other ->
                other.isTerminating()
                    && other.priority() < pod.priority()
                    && Evicted.byScheduler(other));
  }

  private static List<Integer> worthTrying(Rejected rejected) {
    var indexes = new ArrayList<Integer>();
    for (int i = 0; i < rejected.verdicts().size(); i++) {
      if (rejected.verdicts().get(i).code() == Verdict.Code.UNSCHEDULABLE) {
        indexes.add(i);
      }
    }
    return indexes;
  }

  /// Tries nodes from anywhere on until there are enough to choose from, one of them within all
  /// budgets.
  private Optional<Candidate> best(
      PodView pod, Rejected rejected, List<Integer> worthTrying, List<Verdict> verdicts) {
    if (worthTrying.isEmpty()) {
      return Optional.empty();
    }
    var allowed = Budgets.of(budgets.list());
    var candidates = new ArrayList<Candidate>();
    int enough = breadth.of(worthTrying.size());
    int start = random.nextInt(worthTrying.size());
    boolean anyWithinBudgets = false;
    for (int i = 0; i < worthTrying.size(); i++) {
      int index = worthTrying.get((start + i) % worthTrying.size());
      var node = rejected.snapshot().nodes().get(index);
      switch (VictimSearch.on(node, pod, allowed, rejected.trial())) {
        case Found(var candidate) -> {
          candidates.add(candidate);
          anyWithinBudgets |= candidate.violations() == 0;
        }
        case Hopeless(var verdict) -> verdicts.set(index, verdict);
      }
      if (candidates.size() >= enough && anyWithinBudgets) {
        break;
      }
    }
    return candidates.stream().min(Candidate.LEAST_HARM);
  }

  private Nomination clear(Candidate candidate, PodView pod) {
    var outranked =
        nominations.on(candidate.node()).stream()
            .filter(other -> other.priority() < pod.priority())
            .toList();
    return new Nomination.Clear(candidate.node(), candidate.victims(), outranked);
  }
}
