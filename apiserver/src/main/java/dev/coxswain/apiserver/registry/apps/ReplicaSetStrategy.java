package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.autoscaling.v1.ScaleStatus;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.ScaleSubresource;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Replica sets.
public final class ReplicaSetStrategy extends GenericStrategy<ReplicaSet> {
  private static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          WorkloadColumns.desired(),
          WorkloadColumns.current(),
          WorkloadColumns.ready(),
          Columns.age(),
          WorkloadColumns.containers(),
          WorkloadColumns.images(),
          WorkloadColumns.selector());

  public ReplicaSetStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected void check(ReplicaSet set, StrategyContext context, Problems problems) {
    var spec = set.getSpec();
    problems.nonNegative(Problems.SPEC.child("replicas"), spec.getReplicas());
    problems.nonNegative(Problems.SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
    SelectorRules.check(
        spec.hasSelector() ? Optional.of(spec.getSelector()) : Optional.empty(),
        spec.getTemplate(),
        Problems.SPEC,
        problems);
  }

  @Override
  protected void checkUpdate(
      ReplicaSet updated, ReplicaSet existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    problems.unchanged(
        Problems.SPEC.child("selector"),
        Problems.pointed(updated.getSpec().hasSelector(), updated.getSpec().getSelector()),
        existing.getSpec().getSelector());
  }

  @Override
  protected void checkStatusUpdate(
      ReplicaSet updated, ReplicaSet existing, StrategyContext context, Problems problems) {
    var status = updated.getStatus();
    int replicas = status.getReplicas();
    new StatusCounts(problems)
        .nonNegative("replicas", replicas)
        .nonNegative("fullyLabeledReplicas", status.getFullyLabeledReplicas())
        .nonNegative("readyReplicas", status.getReadyReplicas())
        .nonNegative("availableReplicas", status.getAvailableReplicas())
        .nonNegative("observedGeneration", status.getObservedGeneration())
        .nonNegative("terminatingReplicas", status.getTerminatingReplicas())
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
  public Optional<SubresourceStrategy<ReplicaSet, ?>> subresource(String name) {
    if (!name.equals("scale")) {
      return Optional.empty();
    }
    return Optional.of(
        new ScaleSubresource<ReplicaSet>(
            s -> s.getSpec().getReplicas(),
            s ->
                ScaleStatus.newBuilder()
                    .setReplicas(s.getStatus().getReplicas())
                    .setSelector(Selector.of(s.getSpec().getSelector()).toString())
                    .build(),
            ReplicaSetStrategy::resized));
  }

  @Override
  public Map<String, String> selectableFields(ReplicaSet set) {
    return Map.of("status.replicas", Integer.toString(set.getStatus().getReplicas()));
  }

  @Override
  public List<TableColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> cells(ReplicaSet set, Instant now) {
    var spec = set.getSpec();
    return List.of(
        set.getMetadata().getName(),
        (long) spec.getReplicas(),
        (long) set.getStatus().getReplicas(),
        (long) set.getStatus().getReadyReplicas(),
        Ages.since(set.getMetadata(), now),
        Cells.containers(spec.getTemplate().getSpec()),
        Cells.images(spec.getTemplate().getSpec()),
        Cells.selector(spec.getSelector()));
  }

  private static ReplicaSet resized(ReplicaSet set, int replicas) {
    var changed = set.toBuilder();
    changed.getSpecBuilder().setReplicas(replicas);
    return changed.build();
  }
}
