package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.Instant;
import java.util.List;

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
    var prepared = super.prepareForCreate(set, context);
    return withTemplateGeneration(prepared, Math.max(templateGeneration(set), 1));
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
    DaemonSetValidation.check(set.getSpec(), templateGeneration(set), problems);
  }

  @Override
  protected void checkUpdate(
      DaemonSet updated, DaemonSet existing, StrategyContext context, Problems problems) {
    problems.unchanged(
        Problems.SPEC.child("selector"),
        Problems.pointed(updated.getSpec().hasSelector(), updated.getSpec().getSelector()),
        existing.getSpec().getSelector());
    check(updated, context, problems);
  }

  @Override
  protected void checkStatusUpdate(
      DaemonSet updated, DaemonSet existing, StrategyContext context, Problems problems) {
    DaemonSetValidation.checkStatus(updated.getStatus(), existing.getStatus(), problems);
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
}
