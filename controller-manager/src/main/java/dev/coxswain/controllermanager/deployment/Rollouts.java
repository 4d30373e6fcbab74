package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import java.util.Comparator;
import java.util.List;

/// The next step of a rollout: which sets grow and which shrink. Pure.
final class Rollouts {
  private Rollouts() {}

  /// Grows the newest set as far as the surge allows; else shrinks old ones as far as availability
  /// allows. Of statuses and pods those are believed that allow less, which is more careful than
  /// upstream: it takes statuses for true that nobody kept while there was no leader.
  static void rollingStep(Deployment deployment, WorkingSets sets) {
    if (!growNewest(deployment, sets)) {
      shrinkOld(deployment, sets);
    }
  }

  private static boolean growNewest(Deployment deployment, WorkingSets sets) {
    var newest = sets.newest().orElseThrow();
    int size = Sizes.specReplicas(newest);
    int desired = Sizes.desired(deployment);
    if (size == desired) {
      return false;
    }
    int next = size > desired ? desired : Sizes.newSetSize(deployment, sets.all(), size);
    return next != size && sets.scale(newest, next);
  }

  private static void shrinkOld(Deployment deployment, WorkingSets sets) {
    if (Sizes.specReplicas(sets.old()) == 0) {
      return;
    }
    var newest = sets.newest().orElseThrow();
    int minAvailable = Sizes.desired(deployment) - Sizes.maxUnavailable(deployment);
    int newUnavailable = Math.max(0, Sizes.specReplicas(newest) - sets.surelyAvailable(newest));
    int allowed = Sizes.specReplicas(sets.all()) - minAvailable - newUnavailable;
    if (allowed <= 0) {
      return;
    }
    int left = dropUnhealthy(sets, allowed);
    // A status may still count pods that its set no longer wants; sizes are always up to date.
    dropAvailable(sets, Math.min(left, sets.surelyAvailable(sets.all()) - minAvailable));
  }

  // Replicas that serve nobody go first.
  //
  // Returns how many more may go.
  private static int dropUnhealthy(WorkingSets sets, int allowed) {
    int left = allowed;
    for (var set : sets.old()) {
      int size = Sizes.specReplicas(set);
      int drop = Math.min(left, size - sets.perhapsAvailable(set));
      if (drop > 0) {
        sets.scale(set, size - drop);
        left -= drop;
      }
    }
    return left;
  }

  private static void dropAvailable(WorkingSets sets, int allowed) {
    int left = allowed;
    for (var set : sets.old()) {
      int drop = Math.min(left, Sizes.specReplicas(set));
      if (drop > 0) {
        sets.scale(set, Sizes.specReplicas(set) - drop);
        left -= drop;
      }
    }
  }

  /// Stops all old sets.
  ///
  /// @return whether one was still active
  static boolean stopOld(WorkingSets sets) {
    var active = sets.oldActive();
    active.forEach(set -> sets.scale(set, 0));
    return !active.isEmpty();
  }

  /// Old sets beyond the history limit that nothing is left of, lowest revision first.
  static List<ReplicaSet> outdated(Deployment deployment, WorkingSets sets) {
    var old = sets.old().stream().filter(s -> !s.getMetadata().hasDeletionTimestamp()).toList();
    int limit = deployment.getSpec().getRevisionHistoryLimit();
    int surplus = deployment.getSpec().hasRevisionHistoryLimit() ? old.size() - limit : 0;
    if (surplus <= 0) {
      return List.of();
    }
    return old.stream()
        .sorted(
            Comparator.<ReplicaSet>comparingLong(Revisions::of)
                .thenComparing(WorkingSets.OLDEST_FIRST))
        .limit(surplus)
        .filter(Rollouts::isSpent)
        .toList();
  }

  private static boolean isSpent(ReplicaSet set) {
    return Sizes.specReplicas(set) == 0
        && set.getStatus().getReplicas() == 0
        && set.getMetadata().getGeneration() <= set.getStatus().getObservedGeneration();
  }
}
