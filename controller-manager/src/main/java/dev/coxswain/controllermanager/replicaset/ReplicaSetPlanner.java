package dev.coxswain.controllermanager.replicaset;

import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.List;

/// Decides how many pods a replica set needs created, or which ones deleted. Pure.
final class ReplicaSetPlanner {
  /// More than this many pods are not created or deleted in one go.
  static final int BURST = 500;

  private ReplicaSetPlanner() {}

  /// Everything one decision may look at.
  ///
  /// @param pods the set's own
  /// @param related those of all sets with the same controller: pods are taken where there are many
  record View(ReplicaSet replicaSet, List<Pod> pods, List<Pod> related) {
    List<Pod> active() {
      return pods.stream().filter(Pods::isActive).toList();
    }
  }

  /// What to do; at most one of the two is not empty.
  record Plan(int creations, List<Pod> deletions) {
    static final Plan NOTHING = new Plan(0, List.of());
  }

  /// Same view, same plan; once it is carried out, the next one is empty.
  static Plan plan(View view, Instant now) {
    if (view.replicaSet().getMetadata().hasDeletionTimestamp()) {
      return Plan.NOTHING;
    }
    var active = view.active();
    int surplus = active.size() - view.replicaSet().getSpec().getReplicas();
    if (surplus < 0) {
      return new Plan(Math.min(-surplus, BURST), List.of());
    }
    int deletions = Math.min(surplus, BURST);
    return new Plan(0, DeletionRanking.first(active, view.related(), deletions, now));
  }
}
