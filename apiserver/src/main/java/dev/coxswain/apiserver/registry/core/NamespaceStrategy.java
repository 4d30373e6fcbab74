package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.NamespaceStatus;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.Deletion;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Namespaces: a deleted one stays, terminating, until its finalizers are gone.
public final class NamespaceStrategy extends GenericStrategy<Namespace> {
  static final String KUBERNETES = "kubernetes";

  private static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.text("Status", "Active, or Terminating while its content is deleted."),
          Columns.age());

  public NamespaceStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.LABEL;
  }

  @Override
  public Namespace prepareForCreate(Namespace namespace, StrategyContext context) {
    var prepared = super.prepareForCreate(namespace, context);
    if (prepared.getSpec().getFinalizersList().contains(KUBERNETES)) {
      return prepared;
    }
    var builder = prepared.toBuilder();
    builder.getSpecBuilder().addFinalizers(KUBERNETES);
    return builder.build();
  }

  @Override
  protected Namespace resetStatus(Namespace namespace, StrategyContext context) {
    return namespace.toBuilder().setStatus(NamespaceStatus.newBuilder().setPhase("Active")).build();
  }

  @Override
  public Namespace prepareForUpdate(
      Namespace updated, Namespace existing, StrategyContext context) {
    var kept = updated.toBuilder();
    kept.getSpecBuilder()
        .clearFinalizers()
        .addAllFinalizers(existing.getSpec().getFinalizersList());
    return super.prepareForUpdate(kept.build(), existing, context);
  }

  @Override
  protected void check(Namespace namespace, StrategyContext context, Problems problems) {
    namespace
        .getSpec()
        .getFinalizersList()
        .forEach(name -> NamespaceFinalize.check(name, NamespaceFinalize.FINALIZERS, problems));
  }

  @Override
  protected void checkStatusUpdate(
      Namespace updated, Namespace existing, StrategyContext context, Problems problems) {
    var phase = updated.getStatus().getPhase();
    var path = Problems.STATUS.child("Phase");
    if (!updated.getMetadata().hasDeletionTimestamp() && !phase.equals("Active")) {
      problems.invalid(path, phase, "may only be 'Active' if `deletionTimestamp` is empty");
    } else if (updated.getMetadata().hasDeletionTimestamp() && !phase.equals("Terminating")) {
      problems.invalid(
          path, phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
    }
  }

  @Override
  public Deletion<Namespace> deletion(
      Namespace existing, DeleteOptions options, StrategyContext context) {
    if (existing.getSpec().getFinalizersCount() == 0) {
      return new Deletion.Immediate<>();
    }
    var terminating = existing.toBuilder();
    if (!existing.getMetadata().hasDeletionTimestamp()) {
      terminating.getMetadataBuilder().setDeletionTimestamp(Times.of(context.now()));
    }
    terminating.getStatusBuilder().setPhase("Terminating");
    return new Deletion.Held<>(terminating.build());
  }

  @Override
  public Optional<SubresourceStrategy<Namespace, ?>> subresource(String name) {
    return name.equals("finalize") ? Optional.of(new NamespaceFinalize()) : Optional.empty();
  }

  @Override
  public Map<String, String> selectableFields(Namespace namespace) {
    return Map.of("status.phase", namespace.getStatus().getPhase());
  }

  @Override
  public List<TableColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> cells(Namespace namespace, Instant now) {
    return List.of(
        namespace.getMetadata().getName(),
        namespace.getStatus().getPhase(),
        Ages.since(namespace.getMetadata(), now));
  }
}
