package dev.coxswain.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.admission.AdmissionChain.Step;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.Commitment;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.component.Metrics;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdmissionMetricsTest {
  private static final String STEP = "apiserver_admission_controller_admission_duration_seconds";
  private static final String WHOLE = "apiserver_admission_step_admission_duration_seconds";

  private final AdmissionRequest request =
      new World().create(Manifests.read(ConfigMap.class, "metadata: {name: m, namespace: here}"));

  /// Looks at objects before validation.
  private static final class Entering implements Admission {
    @Override
    public void enter(AdmissionRequest request) {}
  }

  /// Refuses after validation.
  private static final class Refusing implements Admission {
    @Override
    public void check(AdmissionRequest request) {
      throw request.forbidden("no");
    }
  }

  /// Books.
  private static final class Booking implements Admission {
    @Override
    public Commitment commit(AdmissionRequest request) {
      return Commitment.NONE;
    }
  }

  @Test
  void eachStepIsTimedWhereItActs() {
    try (var metrics = new Metrics()) {
      var times = new AdmissionMetrics();
      metrics.collect(times);
      var entering = new Step("Entering", new Entering());
      var refusing = new Step("Refusing", new Refusing());
      var booking = new Step("Booking", new Booking());
      new AdmissionChain(List.of(entering, booking), times).require(request);
      var chain = new AdmissionChain(List.of(entering, refusing, booking), times);
      assertThatThrownBy(() -> chain.require(request)).hasMessageContaining("no");
      assertThat(metrics.text())
          .contains(count(STEP, "name=\"Entering\",", "false", "admit", 2))
          .contains(count(STEP, "name=\"Booking\",", "false", "validate", 1))
          .contains(count(STEP, "name=\"Refusing\",", "true", "validate", 1))
          .contains(count(WHOLE, "", "false", "validate", 1))
          .contains(count(WHOLE, "", "true", "validate", 1))
          .contains(
              STEP
                  + "_bucket{name=\"Booking\",operation=\"CREATE\",rejected=\"false\","
                  + "type=\"validate\",le=\"+Inf\"} 1\n")
          .doesNotContain(
              "name=\"Entering\",operation=\"CREATE\",rejected=\"false\",type=\"validate\"");
    }
  }

  private static String count(String figure, String name, String rejected, String type, int times) {
    return "%s_count{%soperation=\"CREATE\",rejected=\"%s\",type=\"%s\"} %d\n"
        .formatted(figure, name, rejected, type, times);
  }

  @Test
  void durationsAreSortedIntoBuckets() {
    var histogram = new Histogram(0.005, 1);
    for (long millis : new long[] {1, 5, 6, 2000}) {
      histogram.record(millis * 1_000_000);
    }
    var point = histogram.snapshot(Labels.EMPTY);
    assertThat(point.getClassicBuckets().stream().map(b -> b.getCount()).toList())
        .containsExactly(2L, 1L, 1L);
    assertThat(point.getSum()).isEqualTo(2.012);
    assertThat(histogram.count()).isEqualTo(4);
  }
}
