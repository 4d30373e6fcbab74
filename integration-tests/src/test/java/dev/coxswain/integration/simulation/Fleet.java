package dev.coxswain.integration.simulation;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A deployment with its replica sets and pods.
record Fleet(Deployment deployment, List<ReplicaSet> sets, List<Pod> pods) {

  static Fleet of(Deployment deployment, Ledger ledger) {
    var sets =
        ledger.all(ReplicaSet.class).stream()
            .filter(set -> isControlledBy(set, deployment.getMetadata().getUid()))
            .toList();
    Set<String> uids = new TreeSet<>();
    sets.forEach(set -> uids.add(set.getMetadata().getUid()));
    var pods =
        ledger.all(Pod.class).stream()
            .filter(pod ->
                Metadata.controllerOf(pod).filter(o -> uids.contains(o.getUid())).isPresent())
            .toList();
    return new Fleet(deployment, sets, pods);
  }

  private static boolean isControlledBy(ReplicaSet set, String uid) {
    return Metadata.controllerOf(set).filter(owner -> owner.getUid().equals(uid)).isPresent();
  }

  int desired() {
    return deployment.getSpec().getReplicas();
  }

  /// What the replica sets want, all together.
  int wanted() {
    return sets.stream().mapToInt(set -> set.getSpec().getReplicas()).sum();
  }

  List<Pod> active() {
    return pods.stream().filter(Fleet::isActive).toList();
  }

  long available() {
    return pods.stream().filter(pod -> isActive(pod) && PodStatuses.isReady(pod)).count();
  }

  static boolean isActive(Pod pod) {
    return !pod.getMetadata().hasDeletionTimestamp()
        && !pod.getStatus().getPhase().equals("Succeeded")
        && !pod.getStatus().getPhase().equals("Failed");
  }
}
