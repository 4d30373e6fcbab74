package dev.coxswain.apiserver.metrics;

import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.admission.AdmissionTimes;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// `apiserver_admission_controller_admission_duration_seconds`, of each step, and
/// `apiserver_admission_step_admission_duration_seconds`, of all together.
public final class AdmissionMetrics implements AdmissionTimes, MultiCollector {
  private static final double[] BOUNDS = {0.005, 0.025, 0.1, 0.5, 1.0, 2.5};

  private final Map<Sort, Figures> figures = new LinkedHashMap<>();

  /// What is timed together, whoever takes part: a step in a phase.
  ///
  /// @param name empty for all steps together
  private record Sort(String name, Phase phase) {}

  /// How long what was let in took, and what was refused.
  private record Outcomes(Histogram accepted, Histogram rejected) {
    Outcomes() {
      this(new Histogram(BOUNDS), new Histogram(BOUNDS));
    }
  }

  /// The durations of one sort.
  private record Figures(Sort sort, Map<Operation, Outcomes> outcomes) implements Series {
    static Figures of(Sort sort) {
      var outcomes = new EnumMap<Operation, Outcomes>(Operation.class);
      for (var operation : Operation.values()) {
        outcomes.put(operation, new Outcomes());
      }
      return new Figures(sort, outcomes);
    }

    @Override
    public void record(Operation operation, boolean rejected, long nanos) {
      var both = outcomes.get(operation);
      (rejected ? both.rejected() : both.accepted()).record(nanos);
    }

    void show(List<HistogramDataPointSnapshot> points) {
      outcomes.forEach((operation, both) -> {
        show(both.accepted(), labels(operation, "false"), points);
        show(both.rejected(), labels(operation, "true"), points);
      });
    }

    private static void show(
        Histogram histogram, Labels labels, List<HistogramDataPointSnapshot> points) {
      if (histogram.count() > 0) {
        points.add(histogram.snapshot(labels));
      }
    }

    private Labels labels(Operation operation, String rejected) {
      var labels =
          Labels.of(
              "operation",
              operation.name(),
              "rejected",
              rejected,
              "type",
              sort.phase().name().toLowerCase(Locale.ROOT));
      return sort.name().isEmpty() ? labels : labels.merge(Labels.of("name", sort.name()));
    }
  }

  @Override
  public synchronized Series step(String name, Phase phase) {
    return figures.computeIfAbsent(new Sort(name, phase), Figures::of);
  }

  @Override
  public Series whole(Phase phase) {
    return step("", phase);
  }

  @Override
  public synchronized MetricSnapshots collect() {
    return MetricSnapshots.of(
        snapshot(
            "apiserver_admission_controller_admission_duration_seconds",
            "How long each step of admission takes.",
            sort -> !sort.name().isEmpty()),
        snapshot(
            "apiserver_admission_step_admission_duration_seconds",
            "How long all steps of admission take together.",
            sort -> sort.name().isEmpty()));
  }

  private HistogramSnapshot snapshot(String name, String help, Predicate<Sort> isMeant) {
    var points = new ArrayList<HistogramDataPointSnapshot>();
    figures.values().stream()
        .filter(each -> isMeant.test(each.sort()))
        .forEach(each -> each.show(points));
    var snapshot = HistogramSnapshot.builder().name(name).help(help);
    points.forEach(snapshot::dataPoint);
    return snapshot.build();
  }
}
