package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.apps.v1.DaemonSetSpec;
import dev.coxswain.api.apps.v1.DeploymentSpec;
import dev.coxswain.api.apps.v1.ReplicaSetSpec;
import dev.coxswain.api.apps.v1.RollingUpdateDeployment;
import dev.coxswain.api.apps.v1.StatefulSetSpec;
import dev.coxswain.apimachinery.intstr.IntOrStrings;

/// Defaults of the kinds that keep pods running.
final class AppsDefaults {
  private static final String ROLLING = "RollingUpdate";

  private AppsDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(DeploymentSpec.newBuilder(), AppsDefaults::deployment)
        .on(ReplicaSetSpec.newBuilder(), AppsDefaults::replicaSet)
        .on(DaemonSetSpec.newBuilder(), AppsDefaults::daemonSet)
        .on(StatefulSetSpec.newBuilder(), AppsDefaults::statefulSet);
  }

  private static void deployment(DeploymentSpec.Builder spec) {
    if (!spec.hasReplicas()) {
      spec.setReplicas(1);
    }
    if (!spec.hasRevisionHistoryLimit()) {
      spec.setRevisionHistoryLimit(10);
    }
    if (!spec.hasProgressDeadlineSeconds()) {
      spec.setProgressDeadlineSeconds(600);
    }
    if (spec.getStrategy().getType().isEmpty()) {
      spec.getStrategyBuilder().setType(ROLLING);
    }
    if (spec.getStrategy().getType().equals(ROLLING)) {
      rolling(spec.getStrategyBuilder().getRollingUpdateBuilder());
    }
  }

  private static void rolling(RollingUpdateDeployment.Builder rolling) {
    if (!rolling.hasMaxUnavailable()) {
      rolling.setMaxUnavailable(IntOrStrings.of("25%"));
    }
    if (!rolling.hasMaxSurge()) {
      rolling.setMaxSurge(IntOrStrings.of("25%"));
    }
  }

  private static void replicaSet(ReplicaSetSpec.Builder spec) {
    if (!spec.hasReplicas()) {
      spec.setReplicas(1);
    }
  }

  private static void daemonSet(DaemonSetSpec.Builder spec) {
    if (!spec.hasRevisionHistoryLimit()) {
      spec.setRevisionHistoryLimit(10);
    }
    var strategy = spec.getUpdateStrategyBuilder();
    if (strategy.getType().isEmpty()) {
      strategy.setType(ROLLING);
    }
    if (strategy.getType().equals(ROLLING)) {
      var rolling = strategy.getRollingUpdateBuilder();
      if (!rolling.hasMaxUnavailable()) {
        rolling.setMaxUnavailable(IntOrStrings.of(1));
      }
      if (!rolling.hasMaxSurge()) {
        rolling.setMaxSurge(IntOrStrings.of(0));
      }
    }
  }

  private static void statefulSet(StatefulSetSpec.Builder spec) {
    if (!spec.hasReplicas()) {
      spec.setReplicas(1);
    }
    if (!spec.hasRevisionHistoryLimit()) {
      spec.setRevisionHistoryLimit(10);
    }
    if (spec.getPodManagementPolicy().isEmpty()) {
      spec.setPodManagementPolicy("OrderedReady");
    }
    var strategy = spec.getUpdateStrategyBuilder();
    if (strategy.getType().isEmpty()) {
      strategy.setType(ROLLING).getRollingUpdateBuilder();
    }
    if (strategy.getType().equals(ROLLING)
        && strategy.hasRollingUpdate()
        && !strategy.getRollingUpdate().hasPartition()) {
      strategy.getRollingUpdateBuilder().setPartition(0);
    }
    var retention = spec.getPersistentVolumeClaimRetentionPolicyBuilder();
    if (retention.getWhenDeleted().isEmpty()) {
      retention.setWhenDeleted("Retain");
    }
    if (retention.getWhenScaled().isEmpty()) {
      retention.setWhenScaled("Retain");
    }
  }
}
