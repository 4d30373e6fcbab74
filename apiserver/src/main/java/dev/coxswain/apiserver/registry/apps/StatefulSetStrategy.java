package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.apps.v1.StatefulSetSpec;
import dev.coxswain.api.autoscaling.v1.ScaleStatus;
import dev.coxswain.api.core.v1.PodTemplateSpec;
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
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Stateful sets.
public final class StatefulSetStrategy extends GenericStrategy<StatefulSet> {
  private static final List<String> RETENTION = List.of("Retain", "Delete");
  private static final String FIXED =
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
          + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
          + " 'minReadySeconds' are forbidden";
  private static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.text("Ready", "How many pods are ready, of how many there should be."),
          Columns.age(),
          WorkloadColumns.containers(),
          WorkloadColumns.images());

  public StatefulSetStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected void check(StatefulSet set, StrategyContext context, Problems problems) {
    var spec = set.getSpec();
    checkPolicies(spec, problems);
    checkStrategy(spec, problems);
    problems.nonNegative(Problems.SPEC.child("replicas"), spec.getReplicas());
    problems.nonNegative(Problems.SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
    problems.nonNegative(Problems.SPEC.child("ordinals", "start"), spec.getOrdinals().getStart());
    SelectorRules.check(
        spec.hasSelector() ? Optional.of(spec.getSelector()) : Optional.empty(),
        withClaims(spec),
        "statefulset",
        Problems.SPEC,
        problems);
    problems.nonNegative(
        Problems.SPEC.child("revisionHistoryLimit"), spec.getRevisionHistoryLimit());
  }

  /// The claims become volumes of the pods, so containers may mount them.
  private static PodTemplateSpec withClaims(StatefulSetSpec spec) {
    var template = spec.getTemplate().toBuilder();
    for (var claim : spec.getVolumeClaimTemplatesList()) {
      var name = claim.getMetadata().getName();
      boolean known =
          template.getSpec().getVolumesList().stream().anyMatch(v -> v.getName().equals(name));
      if (!known) {
        template
            .getSpecBuilder()
            .addVolumesBuilder()
            .setName(name)
            .getVolumeSourceBuilder()
            .getPersistentVolumeClaimBuilder()
            .setClaimName(name);
      }
    }
    return template.build();
  }

  @Override
  protected void checkUpdate(
      StatefulSet updated, StatefulSet existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    if (!fixed(updated.getSpec()).equals(fixed(existing.getSpec()))) {
      problems.forbidden(Problems.SPEC, FIXED);
    }
  }

  @Override
  public Optional<SubresourceStrategy<StatefulSet, ?>> subresource(String name) {
    if (!name.equals("scale")) {
      return Optional.empty();
    }
    return Optional.of(
        new ScaleSubresource<StatefulSet>(
            s -> s.getSpec().getReplicas(),
            s ->
                ScaleStatus.newBuilder()
                    .setReplicas(s.getStatus().getReplicas())
                    .setSelector(Selector.of(s.getSpec().getSelector()).toString())
                    .build(),
            StatefulSetStrategy::resized));
  }

  @Override
  public List<TableColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> cells(StatefulSet set, Instant now) {
    var spec = set.getSpec();
    return List.of(
        set.getMetadata().getName(),
        "%d/%d".formatted(set.getStatus().getReadyReplicas(), spec.getReplicas()),
        Ages.since(set.getMetadata(), now),
        Cells.containers(spec.getTemplate().getSpec()),
        Cells.images(spec.getTemplate().getSpec()));
  }

  private static StatefulSet resized(StatefulSet set, int replicas) {
    var changed = set.toBuilder();
    changed.getSpecBuilder().setReplicas(replicas);
    return changed.build();
  }

  private static StatefulSetSpec fixed(StatefulSetSpec spec) {
    return spec.toBuilder()
        .clearReplicas()
        .clearOrdinals()
        .clearTemplate()
        .clearUpdateStrategy()
        .clearRevisionHistoryLimit()
        .clearPersistentVolumeClaimRetentionPolicy()
        .clearMinReadySeconds()
        .build();
  }

  private static void checkPolicies(StatefulSetSpec spec, Problems problems) {
    var policy = spec.getPodManagementPolicy();
    if (!List.of("OrderedReady", "Parallel").contains(policy)) {
      problems.invalid(
          Problems.SPEC.child("podManagementPolicy"),
          policy,
          "must be 'OrderedReady' or 'Parallel'");
    }
    var retention = spec.getPersistentVolumeClaimRetentionPolicy();
    var path = Problems.SPEC.child("persistentVolumeClaimRetentionPolicy");
    problems.oneOf(path.child("whenDeleted"), retention.getWhenDeleted(), RETENTION);
    problems.oneOf(path.child("whenScaled"), retention.getWhenScaled(), RETENTION);
  }

  private static void checkStrategy(StatefulSetSpec spec, Problems problems) {
    var strategy = spec.getUpdateStrategy();
    var path = Problems.SPEC.child("updateStrategy");
    switch (strategy.getType()) {
      case "OnDelete" -> {
        if (strategy.hasRollingUpdate()) {
          problems.invalid(
              path.child("rollingUpdate"),
              strategy.getRollingUpdate(),
              "only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      case "RollingUpdate" ->
          problems.nonNegative(
              path.child("rollingUpdate", "partition"), strategy.getRollingUpdate().getPartition());
      default ->
          problems.invalid(
              path,
              GoStruct.of()
                  .with("Type", strategy.getType())
                  .with(
                      "RollingUpdate",
                      strategy.hasRollingUpdate() ? strategy.getRollingUpdate() : null)
                  .tree(),
              "must be 'RollingUpdate' or 'OnDelete'");
    }
  }
}
