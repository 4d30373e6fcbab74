package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.DaemonSetSpec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.IntOrStringValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Daemon sets; an annotation counts the changes of their template.
public final class DaemonSetStrategy extends GenericStrategy<DaemonSet> {
  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
  private static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.number("Desired", "How many nodes should run the pod."),
          Columns.number("Current", "How many nodes that should run the pod have one."),
          Columns.number("Ready", "How many nodes have a pod that is ready."),
          Columns.number("Up-to-date", "How many nodes have a pod of the latest template."),
          Columns.number("Available", "How many nodes have a pod that was ready for long enough."),
          Columns.text("Node Selector", "Labels of the nodes that are meant."),
          Columns.age(),
          WorkloadColumns.containers(),
          WorkloadColumns.images(),
          WorkloadColumns.selector());

  public DaemonSetStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  public DaemonSet prepareForCreate(DaemonSet set, StrategyContext context) {
    return withTemplateGeneration(super.prepareForCreate(set, context), 1);
  }

  @Override
  public DaemonSet prepareForUpdate(
      DaemonSet updated, DaemonSet existing, StrategyContext context) {
    boolean changed = !updated.getSpec().getTemplate().equals(existing.getSpec().getTemplate());
    long before = templateGeneration(existing);
    var prepared = super.prepareForUpdate(updated, existing, context);
    return withTemplateGeneration(prepared, changed ? before + 1 : before);
  }

  @Override
  protected void check(DaemonSet set, StrategyContext context, Problems problems) {
    var spec = set.getSpec();
    SelectorRules.check(
        spec.hasSelector() ? Optional.of(spec.getSelector()) : Optional.empty(),
        spec.getTemplate(),
        "daemonset",
        Problems.SPEC,
        problems);
    problems.nonNegative(Problems.SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
    checkStrategy(spec, Problems.SPEC.child("updateStrategy"), problems);
    problems.nonNegative(
        Problems.SPEC.child("revisionHistoryLimit"), spec.getRevisionHistoryLimit());
  }

  @Override
  protected void checkUpdate(
      DaemonSet updated, DaemonSet existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    problems.unchanged(
        Problems.SPEC.child("selector"),
        updated.getSpec().getSelector(),
        existing.getSpec().getSelector());
  }

  @Override
  public List<TableColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> cells(DaemonSet set, Instant now) {
    var status = set.getStatus();
    var pod = set.getSpec().getTemplate().getSpec();
    return List.of(
        set.getMetadata().getName(),
        (long) status.getDesiredNumberScheduled(),
        (long) status.getCurrentNumberScheduled(),
        (long) status.getNumberReady(),
        (long) status.getUpdatedNumberScheduled(),
        (long) status.getNumberAvailable(),
        Cells.labels(pod.getNodeSelectorMap()),
        Ages.since(set.getMetadata(), now),
        Cells.containers(pod),
        Cells.images(pod),
        Cells.selector(set.getSpec().getSelector()));
  }

  private static long templateGeneration(DaemonSet set) {
    var text = set.getMetadata().getAnnotationsOrDefault(TEMPLATE_GENERATION, "");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static DaemonSet withTemplateGeneration(DaemonSet set, long generation) {
    return Metadata.edit(
        set, m -> m.putAnnotations(TEMPLATE_GENERATION, Long.toString(generation)));
  }

  private static void checkStrategy(DaemonSetSpec spec, FieldPath path, Problems problems) {
    var strategy = spec.getUpdateStrategy();
    switch (strategy.getType()) {
      case "OnDelete" -> {}
      case "RollingUpdate" -> checkRolling(spec, path.child("rollingUpdate"), problems);
      default ->
          problems.notSupported(
              path,
              GoStruct.of()
                  .with("Type", strategy.getType())
                  .with(
                      "RollingUpdate",
                      strategy.hasRollingUpdate() ? strategy.getRollingUpdate() : null)
                  .tree(),
              List.of("RollingUpdate", "OnDelete"));
    }
  }

  private static void checkRolling(DaemonSetSpec spec, FieldPath path, Problems problems) {
    var rolling = spec.getUpdateStrategy().getRollingUpdate();
    IntOrStringValidation.checkPositive(
        rolling.getMaxUnavailable(), path.child("maxUnavailable"), problems);
    IntOrStringValidation.checkPositive(rolling.getMaxSurge(), path.child("maxSurge"), problems);
    boolean noneMissing = IntOrStringValidation.isZero(rolling.getMaxUnavailable());
    boolean noneMore = IntOrStringValidation.isZero(rolling.getMaxSurge());
    if (noneMissing && noneMore) {
      problems.required(path.child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
    } else if (!noneMissing && !noneMore) {
      problems.invalid(
          path.child("maxSurge"),
          IntOrStringValidation.shown(rolling.getMaxSurge()),
          "may not be set when maxUnavailable is non-zero");
    }
  }
}
