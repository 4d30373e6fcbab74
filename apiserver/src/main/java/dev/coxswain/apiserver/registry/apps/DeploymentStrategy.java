package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentSpec;
import dev.coxswain.api.apps.v1.RollingUpdateDeployment;
import dev.coxswain.api.autoscaling.v1.ScaleStatus;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.ScaleSubresource;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.IntOrStringValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Deployments.
public final class DeploymentStrategy extends GenericStrategy<Deployment> {
  private static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.text("Ready", "How many pods are ready, of how many there should be."),
          Columns.text("Up-to-date", "How many pods have the latest template."),
          Columns.text("Available", "How many pods have been ready for long enough."),
          Columns.age(),
          WorkloadColumns.containers(),
          WorkloadColumns.images(),
          WorkloadColumns.selector());

  public DeploymentStrategy(ResourceType resource) {
    super(resource);
  }

  /// Annotations count like the spec, because the controller copies them to its replica sets.
  @Override
  public Deployment prepareForUpdate(
      Deployment updated, Deployment existing, StrategyContext context) {
    var prepared = super.prepareForUpdate(updated, existing, context);
    boolean annotated =
        !updated
            .getMetadata()
            .getAnnotationsMap()
            .equals(existing.getMetadata().getAnnotationsMap());
    long before = existing.getMetadata().getGeneration();
    return annotated ? Metadata.edit(prepared, m -> m.setGeneration(before + 1)) : prepared;
  }

  /// The labels stay, too.
  @Override
  public Deployment prepareStatusUpdate(
      Deployment updated, Deployment existing, StrategyContext context) {
    var labels = existing.getMetadata().getLabelsMap();
    return Metadata.edit(
        super.prepareStatusUpdate(updated, existing, context),
        m -> m.clearLabels().putAllLabels(labels));
  }

  @Override
  protected void check(Deployment deployment, StrategyContext context, Problems problems) {
    var spec = deployment.getSpec();
    problems.nonNegative(Problems.SPEC.child("replicas"), spec.getReplicas());
    SelectorRules.check(
        spec.hasSelector() ? Optional.of(spec.getSelector()) : Optional.empty(),
        spec.getTemplate(),
        Problems.SPEC,
        problems);
    checkStrategy(spec, Problems.SPEC.child("strategy"), problems);
    problems.nonNegative(Problems.SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
    problems.nonNegative(
        Problems.SPEC.child("revisionHistoryLimit"), spec.getRevisionHistoryLimit());
    checkDeadline(spec, Problems.SPEC.child("progressDeadlineSeconds"), problems);
  }

  @Override
  protected void checkUpdate(
      Deployment updated, Deployment existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    problems.unchanged(
        Problems.SPEC.child("selector"),
        Problems.pointed(updated.getSpec().hasSelector(), updated.getSpec().getSelector()),
        existing.getSpec().getSelector());
  }

  @Override
  protected void checkStatusUpdate(
      Deployment updated, Deployment existing, StrategyContext context, Problems problems) {
    var status = updated.getStatus();
    int replicas = status.getReplicas();
    new StatusCounts(problems)
        .nonNegative("observedGeneration", status.getObservedGeneration())
        .nonNegative("replicas", replicas)
        .nonNegative("updatedReplicas", status.getUpdatedReplicas())
        .nonNegative("readyReplicas", status.getReadyReplicas())
        .nonNegative("availableReplicas", status.getAvailableReplicas())
        .nonNegative("unavailableReplicas", status.getUnavailableReplicas())
        .nonNegative("terminatingReplicas", status.getTerminatingReplicas())
        .nonNegative("collisionCount", status.getCollisionCount())
        .atMost("updatedReplicas", status.getUpdatedReplicas(), replicas)
        .atMost("readyReplicas", status.getReadyReplicas(), replicas)
        .atMost("availableReplicas", status.getAvailableReplicas(), replicas)
        .atMost(
            "availableReplicas",
            status.getAvailableReplicas(),
            status.getReadyReplicas(),
            "readyReplicas")
        .collisions(status.getCollisionCount(), existing.getStatus().getCollisionCount());
  }

  @Override
  public Optional<SubresourceStrategy<Deployment, ?>> subresource(String name) {
    if (!name.equals("scale")) {
      return Optional.empty();
    }
    return Optional.of(
        new ScaleSubresource<Deployment>(
            d -> d.getSpec().getReplicas(),
            d ->
                ScaleStatus.newBuilder()
                    .setReplicas(d.getStatus().getReplicas())
                    .setSelector(Selector.of(d.getSpec().getSelector()).toString())
                    .build(),
            DeploymentStrategy::resized));
  }

  @Override
  public List<TableColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> cells(Deployment deployment, Instant now) {
    var spec = deployment.getSpec();
    var status = deployment.getStatus();
    return List.of(
        deployment.getMetadata().getName(),
        "%d/%d".formatted(status.getReadyReplicas(), spec.getReplicas()),
        (long) status.getUpdatedReplicas(),
        (long) status.getAvailableReplicas(),
        Ages.since(deployment.getMetadata(), now),
        Cells.containers(spec.getTemplate().getSpec()),
        Cells.images(spec.getTemplate().getSpec()),
        Cells.selector(spec.getSelector()));
  }

  private static Deployment resized(Deployment deployment, int replicas) {
    var changed = deployment.toBuilder();
    changed.getSpecBuilder().setReplicas(replicas);
    return changed.build();
  }

  private static void checkStrategy(DeploymentSpec spec, FieldPath path, Problems problems) {
    var strategy = spec.getStrategy();
    switch (strategy.getType()) {
      case "Recreate" -> {
        if (strategy.hasRollingUpdate()) {
          problems.forbidden(
              path.child("rollingUpdate"),
              "may not be specified when strategy `type` is 'Recreate'");
        }
      }
      case "RollingUpdate" -> checkRolling(spec, path.child("rollingUpdate"), problems);
      default ->
          problems.notSupported(
              path,
              GoStruct.of()
                  .with("Type", strategy.getType())
                  .with(
                      "RollingUpdate",
                      strategy.hasRollingUpdate() ? shown(strategy.getRollingUpdate()) : null)
                  .tree(),
              List.of("Recreate", "RollingUpdate"));
    }
  }

  private static GoStruct shown(RollingUpdateDeployment rolling) {
    return GoStruct.of()
        .with("MaxUnavailable", rolling.getMaxUnavailable())
        .with("MaxSurge", rolling.getMaxSurge());
  }

  private static void checkRolling(DeploymentSpec spec, FieldPath path, Problems problems) {
    var rolling = spec.getStrategy().getRollingUpdate();
    var unavailable = rolling.getMaxUnavailable();
    IntOrStringValidation.checkPositive(unavailable, path.child("maxUnavailable"), problems);
    IntOrStringValidation.checkPositive(rolling.getMaxSurge(), path.child("maxSurge"), problems);
    if (IntOrStringValidation.isZero(unavailable)
        && IntOrStringValidation.isZero(rolling.getMaxSurge())) {
      problems.invalid(
          path.child("maxUnavailable"),
          IntOrStringValidation.shown(unavailable),
          "may not be 0 when `maxSurge` is 0");
    }
    IntOrStringValidation.checkAtMostWhole(unavailable, path.child("maxUnavailable"), problems);
  }

  private static void checkDeadline(DeploymentSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasProgressDeadlineSeconds()) {
      return;
    }
    problems.nonNegative(path, spec.getProgressDeadlineSeconds());
    if (spec.getProgressDeadlineSeconds() <= spec.getMinReadySeconds()) {
      problems.invalid(
          path, spec.getProgressDeadlineSeconds(), "must be greater than minReadySeconds");
    }
  }
}
