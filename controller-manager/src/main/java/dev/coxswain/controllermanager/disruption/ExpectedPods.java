package dev.coxswain.controllermanager.disruption;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.Lister;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many pods a budget is a share of: as many as their controllers ask for.
final class ExpectedPods {
  private final Lister<Deployment> deployments;
  private final Lister<ReplicaSet> replicaSets;
  private final Lister<ReplicationController> replicationControllers;
  private final Lister<StatefulSet> statefulSets;

  ExpectedPods(ControllerContext context) {
    this.deployments = context.lister(Deployment.class);
    this.replicaSets = context.lister(ReplicaSet.class);
    this.replicationControllers = context.lister(ReplicationController.class);
    this.statefulSets = context.lister(StatefulSet.class);
  }

  int of(PodDisruptionBudget budget, List<Pod> pods) {
    var spec = budget.getSpec();
    boolean share =
        spec.hasMaxUnavailable()
            || (spec.hasMinAvailable() && IntOrStrings.isText(spec.getMinAvailable()));
    if (!share) {
      return pods.size();
    }
    Map<String, Integer> scales = new HashMap<>();
    for (var pod : pods) {
      var controller = Metadata.controllerOf(pod);
      if (controller.isPresent() && !scales.containsKey(controller.get().getUid())) {
        scale(pod.getMetadata().getNamespace(), controller.get(), scales);
      }
    }
    return scales.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void scale(String namespace, OwnerReference owner, Map<String, Integer> scales) {
    var key = new ObjectKey(namespace, owner.getName());
    switch (owner.getKind()) {
      case "ReplicaSet" -> replicaSets.get(key).ifPresent(set -> scaleOf(set, scales));
      case "ReplicationController" ->
          replicationControllers
              .get(key)
              .ifPresent(c -> scales.put(owner.getUid(), c.getSpec().getReplicas()));
      case "StatefulSet" ->
          statefulSets
              .get(key)
              .ifPresent(s -> scales.put(owner.getUid(), s.getSpec().getReplicas()));
      default -> {}
    }
  }

  // A set of a deployment is in the middle of a rollout perhaps: the deployment knows better.
  private void scaleOf(ReplicaSet set, Map<String, Integer> scales) {
    Optional<Deployment> deployment =
        ControllerContext.owner(set, "Deployment").flatMap(deployments::get);
    if (deployment.isPresent()) {
      scales.put(deployment.get().getMetadata().getUid(), deployment.get().getSpec().getReplicas());
    } else {
      scales.put(set.getMetadata().getUid(), set.getSpec().getReplicas());
    }
  }
}
