package dev.coxswain.apiserver.registry.autoscaling;

import com.google.protobuf.Message;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerSpec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.storage.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Horizontal pod autoscalers of either version: each is looked at as what it is in autoscaling/v2.
public final class AutoscalerStrategy<T extends Message> extends GenericStrategy<T> {
  private static final Table<HorizontalPodAutoscaler> TABLE =
      Table.of(HorizontalPodAutoscaler.class)
          .text(
              "Reference",
              "What is scaled.",
              a ->
                  a.getSpec().getScaleTargetRef().getKind()
                      + "/"
                      + a.getSpec().getScaleTargetRef().getName())
          .text("Targets", "Measured and wanted values.", AutoscalerMetrics::cell)
          .text(
              "MinPods",
              "How many pods there are at least.",
              a ->
                  a.getSpec().hasMinReplicas()
                      ? Integer.toString(a.getSpec().getMinReplicas())
                      : Cells.UNSET)
          .text(
              "MaxPods",
              "How many pods there are at most.",
              a -> (long) a.getSpec().getMaxReplicas())
          .text(
              "Replicas",
              "How many pods there are.",
              a -> (long) a.getStatus().getCurrentReplicas())
          .age()
          .build();

  public AutoscalerStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  public T prepareForCreate(T autoscaler, StrategyContext context) {
    return measured(super.prepareForCreate(autoscaler, context));
  }

  @Override
  public T prepareForUpdate(T updated, T existing, StrategyContext context) {
    return measured(super.prepareForUpdate(updated, existing, context));
  }

  @Override
  protected void check(T autoscaler, StrategyContext context, Problems problems) {
    check(v2(autoscaler).getSpec(), Optional.empty(), problems);
  }

  @Override
  protected void checkUpdate(T updated, T existing, StrategyContext context, Problems problems) {
    check(v2(updated).getSpec(), Optional.of(v2(existing).getSpec()), problems);
  }

  /// An autoscaler that could go to zero already still may.
  private static void check(
      HorizontalPodAutoscalerSpec spec,
      Optional<HorizontalPodAutoscalerSpec> before,
      Problems problems) {
    boolean toZero = before.filter(b -> b.hasMinReplicas() && b.getMinReplicas() == 0).isPresent();
    int least = toZero ? 0 : 1;
    if (spec.hasMinReplicas() && spec.getMinReplicas() < least) {
      problems.invalid(
          Problems.SPEC.child("minReplicas"),
          spec.getMinReplicas(),
          "must be greater than or equal to " + least);
    }
    if (spec.getMaxReplicas() < 1) {
      problems.invalid(
          Problems.SPEC.child("maxReplicas"), spec.getMaxReplicas(), "must be greater than 0");
    }
    if (spec.hasMinReplicas() && spec.getMaxReplicas() < spec.getMinReplicas()) {
      problems.invalid(
          Problems.SPEC.child("maxReplicas"),
          spec.getMaxReplicas(),
          "must be greater than or equal to `minReplicas`");
    }
    ScaleTargetValidation.check(
        spec.getScaleTargetRef(),
        before.map(HorizontalPodAutoscalerSpec::getScaleTargetRef),
        Problems.SPEC.child("scaleTargetRef"),
        problems);
    new MetricValidation(problems).check(spec, Problems.SPEC.child("metrics"));
    BehaviorValidation.check(spec.getBehavior(), Problems.SPEC.child("behavior"), problems);
  }

  @Override
  protected void checkStatusUpdate(
      T updated, T existing, StrategyContext context, Problems problems) {
    var status = v2(updated).getStatus();
    problems.nonNegative(Problems.STATUS.child("currentReplicas"), status.getCurrentReplicas());
    problems.nonNegative(Problems.STATUS.child("desiredReplicas"), status.getDesiredReplicas());
  }

  @Override
  public List<TableColumn> columns() {
    return TABLE.columns();
  }

  @Override
  public List<Object> cells(T autoscaler, Instant now) {
    return TABLE.cells(v2(autoscaler), now);
  }

  /// Without a metric it is the processor that counts, as it is by default in the stored version.
  private T measured(T autoscaler) {
    if (v2(autoscaler).getSpec().getMetricsCount() > 0) {
      return autoscaler;
    }
    return own(Defaults.apply(v2(autoscaler)));
  }

  @SuppressWarnings("unchecked")
  private T own(HorizontalPodAutoscaler autoscaler) {
    return (T) Versions.convert(autoscaler, resource().kind());
  }

  private static HorizontalPodAutoscaler v2(Message autoscaler) {
    return (HorizontalPodAutoscaler)
        Versions.convert(autoscaler, Scheme.kubernetes().kindOf(HorizontalPodAutoscaler.class));
  }
}
