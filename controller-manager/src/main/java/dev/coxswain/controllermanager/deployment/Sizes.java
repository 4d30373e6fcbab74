package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import java.util.List;

/// The numbers that bound a rollout. Pure.
final class Sizes {
  private Sizes() {}

  static boolean isRollingUpdate(Deployment deployment) {
    return deployment.getSpec().getStrategy().getType().equals("RollingUpdate");
  }

  static int desired(Deployment deployment) {
    return deployment.getSpec().getReplicas();
  }

  /// How many pods above the desired number a rolling update may have.
  static int maxSurge(Deployment deployment) {
    return isRollingUpdate(deployment)
        ? IntOrStrings.scaled(
            deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge(),
            desired(deployment),
            true)
        : 0;
  }

  /// How many of the desired pods may be missing. With no surge at least one, or nothing could
  /// move.
  static int maxUnavailable(Deployment deployment) {
    int desired = desired(deployment);
    if (!isRollingUpdate(deployment) || desired == 0) {
      return 0;
    }
    var allowed = deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable();
    int unavailable = IntOrStrings.scaled(allowed, desired, false);
    if (unavailable == 0 && maxSurge(deployment) == 0) {
      return 1;
    }
    return Math.min(unavailable, desired);
  }

  static int specReplicas(ReplicaSet set) {
    return set.getSpec().getReplicas();
  }

  static int specReplicas(List<ReplicaSet> sets) {
    return sets.stream().mapToInt(Sizes::specReplicas).sum();
  }

  static int availableReplicas(List<ReplicaSet> sets) {
    return sets.stream().mapToInt(s -> s.getStatus().getAvailableReplicas()).sum();
  }

  /// To what size the newest replica set may go now without too many pods in all.
  static int newSetSize(Deployment deployment, List<ReplicaSet> all, int current) {
    if (!isRollingUpdate(deployment)) {
      return desired(deployment);
    }
    int room = desired(deployment) + maxSurge(deployment) - specReplicas(all);
    return room <= 0 ? current : current + Math.min(room, desired(deployment) - current);
  }
}
