package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.autoscaling.v1.ScaleStatus;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.core.v1.ReplicationControllerSpec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.ScaleSubresource;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.apps.StatusCounts;
import dev.coxswain.apiserver.registry.pods.PodTemplateValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Map;
import java.util.Optional;

/// Replication controllers, the predecessors of replica sets.
public final class ReplicationControllerStrategy extends GenericStrategy<ReplicationController> {

  public ReplicationControllerStrategy(ResourceType resource) {
    super(resource, CoreTables.REPLICATION_CONTROLLERS);
  }

  @Override
  public boolean orphansByDefault() {
    return true;
  }

  @Override
  protected void check(
      ReplicationController controller, StrategyContext context, Problems problems) {
    var spec = controller.getSpec();
    if (spec.getSelectorCount() == 0) {
      problems.required(Problems.SPEC.child("selector"));
    }
    if (spec.hasTemplate()) {
      checkTemplate(spec, problems);
    } else {
      problems.required(Problems.SPEC.child("template"));
    }
    problems.nonNegative(Problems.SPEC.child("replicas"), spec.getReplicas());
    problems.nonNegative(Problems.SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
  }

  private static void checkTemplate(ReplicationControllerSpec spec, Problems problems) {
    PodTemplateValidation.checkSelected(
        spec.getTemplate(),
        Selector.ofMap(spec.getSelectorMap()),
        "ReplicationController",
        Problems.SPEC.child("template"),
        problems);
  }

  @Override
  protected void checkStatusUpdate(
      ReplicationController updated,
      ReplicationController existing,
      StrategyContext context,
      Problems problems) {
    var status = updated.getStatus();
    int replicas = status.getReplicas();
    new StatusCounts(problems)
        .nonNegative("replicas", replicas)
        .nonNegative("fullyLabeledReplicas", status.getFullyLabeledReplicas())
        .nonNegative("readyReplicas", status.getReadyReplicas())
        .nonNegative("availableReplicas", status.getAvailableReplicas())
        .nonNegative("observedGeneration", status.getObservedGeneration())
        .atMost("fullyLabeledReplicas", status.getFullyLabeledReplicas(), replicas)
        .atMost("readyReplicas", status.getReadyReplicas(), replicas)
        .atMost("availableReplicas", status.getAvailableReplicas(), replicas)
        .atMost(
            "availableReplicas",
            status.getAvailableReplicas(),
            status.getReadyReplicas(),
            "readyReplicas");
  }

  @Override
  public Optional<SubresourceStrategy<ReplicationController, ?>> subresource(String name) {
    if (!name.equals("scale")) {
      return Optional.empty();
    }
    return Optional.of(
        new ScaleSubresource<ReplicationController>(
            rc -> rc.getSpec().getReplicas(),
            rc ->
                ScaleStatus.newBuilder()
                    .setReplicas(rc.getStatus().getReplicas())
                    .setSelector(Selector.ofMap(rc.getSpec().getSelectorMap()).toString())
                    .build(),
            ReplicationControllerStrategy::resized));
  }

  @Override
  public Map<String, String> selectableFields(ReplicationController controller) {
    return Map.of("status.replicas", Integer.toString(controller.getStatus().getReplicas()));
  }

  private static ReplicationController resized(ReplicationController controller, int replicas) {
    var changed = controller.toBuilder();
    changed.getSpecBuilder().setReplicas(replicas);
    return changed.build();
  }
}
