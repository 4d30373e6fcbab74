package dev.coxswain.controllermanager.daemonset;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.controllermanager.daemonset.DaemonPods.Place;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Which pods of an earlier revision make way now: without a surge they go first, with one their
/// successors come first. Pure.
final class DaemonRollout {
  /// What one step asks for.
  ///
  /// @param nodes where a new pod comes next to the old one
  record Step(List<String> nodes, List<Pod> deletions) {}

  private final DaemonSetPlanner.View view;
  private final DaemonNodes nodes;
  private final Instant now;
  private final List<Pod> deletions = new ArrayList<>();
  private final List<String> surging = new ArrayList<>();

  private DaemonRollout(DaemonSetPlanner.View view, DaemonNodes nodes, Instant now) {
    this.view = view;
    this.nodes = nodes;
    this.now = now;
  }

  static Step step(DaemonSetPlanner.View view, DaemonNodes nodes, Instant now) {
    var rollout = new DaemonRollout(view, nodes, now);
    if (nodes.surges()) {
      rollout.surge();
    } else {
      rollout.inPlace();
    }
    return new Step(List.copyOf(rollout.surging), List.copyOf(rollout.deletions));
  }

  /// The pods of a node that are not on their way out.
  private record Pair(List<Pod> fresh, List<Pod> old) {
    /// More than one of a revision: they are sorted out before.
    boolean isCrowded() {
      return fresh.size() > 1 || old.size() > 1;
    }
  }

  private Pair pair(List<Pod> pods) {
    var here = pods.stream().filter(p -> !Pods.isDeleting(p)).toList();
    return new Pair(
        here.stream().filter(p -> nodes.isUpdated(p, view.hash())).toList(),
        here.stream().filter(p -> !nodes.isUpdated(p, view.hash())).toList());
  }

  // Pods that serve nobody are replaced at once; others as long as few enough are missing.
  private void inPlace() {
    int missing = 0;
    var candidates = new ArrayList<Pod>();
    for (var pods : nodes.rolling().values()) {
      var pair = pair(pods);
      if (pair.isCrowded() || pair.old().size() == pair.fresh().size()) {
        missing++;
      } else if (pair.old().isEmpty()) {
        missing += isAvailable(pair.fresh().getFirst()) ? 0 : 1;
      } else if (isAvailable(pair.old().getFirst())) {
        candidates.add(pair.old().getFirst());
      } else {
        missing++;
        deletions.add(pair.old().getFirst());
      }
    }
    int allowed = Math.max(0, nodes.maxUnavailable() - missing);
    candidates.stream().limit(allowed).forEach(deletions::add);
  }

  // The new pod comes first; the old one goes when that is available. Where the set no longer wants
  // to be, a pod that serves stays until there are enough elsewhere.
  private void surge() {
    int surges = 0;
    int available = 0;
    var candidates = new ArrayList<String>();
    var leaving = new ArrayList<Pod>();
    for (var entry : nodes.rolling().entrySet()) {
      var pair = pair(entry.getValue());
      if (pair.isCrowded()) {
        surges++;
        continue;
      }
      var serving = pair.old().isEmpty() ? pair.fresh() : pair.old();
      available += serving.stream().anyMatch(this::isAvailable) ? 1 : 0;
      if (pair.old().isEmpty()) {
        continue;
      }
      var old = pair.old().getFirst();
      if (!pair.fresh().isEmpty()) {
        boolean done = isAvailable(pair.fresh().getFirst());
        surges += done ? 0 : 1;
        if (done) {
          deletions.add(old);
        }
      } else if (nodes.place(entry.getKey()) != Place.WANTED) {
        (isAvailable(old) ? leaving : deletions).add(old);
      } else if (isAvailable(old)) {
        candidates.add(entry.getKey());
      } else {
        surging.add(entry.getKey());
      }
    }
    leaving.stream().limit(Math.max(0, available - nodes.desired())).forEach(deletions::add);
    candidates.stream().limit(Math.max(0, nodes.maxSurge() - surges)).forEach(surging::add);
  }

  private boolean isAvailable(Pod pod) {
    return Pods.isAvailable(pod, view.set().getSpec().getMinReadySeconds(), now);
  }
}
