package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Follows a change of the desired number of replicas, also in the middle of a rollout: then all
/// active sets grow or shrink in proportion. Pure.
final class ProportionalScaling {
  private ProportionalScaling() {}

  /// Whether the deployment was scaled since its sets were measured.
  static boolean isDue(Deployment deployment, WorkingSets sets) {
    return sets.active().stream()
        .filter(s -> s.getMetadata().containsAnnotations(Revisions.DESIRED))
        .anyMatch(s -> Revisions.number(s, Revisions.DESIRED) != Sizes.desired(deployment));
  }

  static void apply(Deployment deployment, WorkingSets sets) {
    var only = onlyOne(sets);
    if (only.isPresent()) {
      sets.scale(only.get(), Sizes.desired(deployment));
    } else if (isSaturated(deployment, sets)) {
      Rollouts.stopOld(sets);
    } else if (Sizes.isRollingUpdate(deployment)) {
      distribute(deployment, sets);
    }
  }

  // The only active set, or the latest when none is active.
  private static Optional<ReplicaSet> onlyOne(WorkingSets sets) {
    var active = sets.active();
    return switch (active.size()) {
      case 0 -> sets.newest().or(() -> sets.old().reversed().stream().findFirst());
      case 1 -> Optional.of(active.getFirst());
      default -> Optional.empty();
    };
  }

  private static boolean isSaturated(Deployment deployment, WorkingSets sets) {
    int desired = Sizes.desired(deployment);
    return sets.newest()
        .filter(s -> Revisions.number(s, Revisions.DESIRED) == desired)
        .filter(s -> Sizes.specReplicas(s) == desired)
        .filter(s -> sets.surelyAvailable(s) == desired)
        .isPresent();
  }

  private static void distribute(Deployment deployment, WorkingSets sets) {
    int desired = Sizes.desired(deployment);
    int allowed = desired > 0 ? desired + Sizes.maxSurge(deployment) : 0;
    int toAdd = allowed - Sizes.specReplicas(sets.active());
    var ordered = ordered(sets.active(), toAdd);
    int added = 0;
    int[] sizes = new int[ordered.size()];
    for (int i = 0; i < sizes.length; i++) {
      var set = ordered.get(i);
      int share = share(deployment, set, toAdd, added);
      sizes[i] = Sizes.specReplicas(set) + share;
      added += share;
    }
    // What rounding left over goes to the largest.
    sizes[0] = Math.max(0, sizes[0] + toAdd - added);
    for (int i = 0; i < sizes.length; i++) {
      sets.scale(ordered.get(i), sizes[i]);
    }
  }

  // Large before small; among equals, newer grow first and older shrink first.
  private static List<ReplicaSet> ordered(List<ReplicaSet> active, int toAdd) {
    var age = WorkingSets.OLDEST_FIRST;
    return active.stream()
        .sorted(
            Comparator.<ReplicaSet>comparingInt(Sizes::specReplicas)
                .reversed()
                .thenComparing(toAdd > 0 ? age.reversed() : age))
        .toList();
  }

  private static int share(Deployment deployment, ReplicaSet set, int toAdd, int added) {
    if (toAdd == 0 || toAdd == added) {
      return 0;
    }
    int fair = fairShare(deployment, set);
    return toAdd > 0 ? Math.min(fair, toAdd - added) : Math.max(fair, toAdd - added);
  }

  private static int fairShare(Deployment deployment, ReplicaSet set) {
    int size = Sizes.specReplicas(set);
    int desired = Sizes.desired(deployment);
    if (desired == 0) {
      return -size;
    }
    long measured = Revisions.number(set, Revisions.MAX);
    long before = measured > 0 ? measured : deployment.getStatus().getReplicas();
    if (before == 0) {
      return 0;
    }
    double now = (double) size * (desired + Sizes.maxSurge(deployment)) / before;
    return (int) Math.round(now) - size;
  }
}
