package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.apps.v1.StatefulSet;
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
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.StorageWarnings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stateful sets.
public final class StatefulSetStrategy extends GenericStrategy<StatefulSet> {
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
  protected NameRule nameRule() {
    return NameRule.LABEL;
  }

  @Override
  public StatefulSet prepareForCreate(StatefulSet set, StrategyContext context) {
    return oneByOne(super.prepareForCreate(set, context));
  }

  /// Sets that were made to update several pods at once stay so.
  @Override
  public StatefulSet prepareForUpdate(
      StatefulSet updated, StatefulSet existing, StrategyContext context) {
    boolean used = existing.getSpec().getUpdateStrategy().getRollingUpdate().hasMaxUnavailable();
    return super.prepareForUpdate(used ? updated : oneByOne(updated), existing, context);
  }

  /// Updating several pods at once is off by default in this version.
  private static StatefulSet oneByOne(StatefulSet set) {
    if (!set.getSpec().getUpdateStrategy().getRollingUpdate().hasMaxUnavailable()) {
      return set;
    }
    var changed = set.toBuilder();
    changed
        .getSpecBuilder()
        .getUpdateStrategyBuilder()
        .getRollingUpdateBuilder()
        .clearMaxUnavailable();
    return changed.build();
  }

  @Override
  protected void check(StatefulSet set, StrategyContext context, Problems problems) {
    StatefulSetValidation.check(set.getSpec(), problems);
  }

  @Override
  protected void checkUpdate(
      StatefulSet updated, StatefulSet existing, StrategyContext context, Problems problems) {
    StatefulSetValidation.checkUpdate(updated.getSpec(), existing.getSpec(), problems);
  }

  @Override
  protected void checkStatusUpdate(
      StatefulSet updated, StatefulSet existing, StrategyContext context, Problems problems) {
    StatefulSetValidation.checkStatus(updated.getStatus(), existing.getStatus(), problems);
  }

  @Override
  public List<String> warnings(StatefulSet set, Optional<StatefulSet> existing) {
    var warnings = new ArrayList<>(super.warnings(set, existing));
    var spec = set.getSpec();
    if (spec.getRevisionHistoryLimit() < 0) {
      warnings.add(
          "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >="
              + " 0 is recommended");
    }
    var path = Problems.SPEC.child("volumeClaimTemplates");
    for (int i = 0; i < spec.getVolumeClaimTemplatesCount(); i++) {
      var claim = spec.getVolumeClaimTemplates(i).getSpec();
      warnings.addAll(StorageWarnings.of(claim, path.index(i)));
    }
    return warnings;
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
}
