package dev.coxswain.kubelet.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.runtime.ContainerSpec.Limits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTest {
  private static ResourceRequirements resources(
      Map<String, String> requests, Map<String, String> limits) {
    var resources = ResourceRequirements.newBuilder();
    requests.forEach((name, amount) -> resources.putRequests(name, Amount.parse(amount).toProto()));
    limits.forEach((name, amount) -> resources.putLimits(name, Amount.parse(amount).toProto()));
    return resources.build();
  }

  @ParameterizedTest(name = "{0} of a CPU is {1} m")
  @CsvSource({"1, 1000", "0.5, 500", "1m, 10", "64, 64000"})
  void theMostOfACpu(String limit, long millis) {
    var limits = Limit.of(resources(Map.of(), Map.of("cpu", limit)), "Burstable", 1 << 30, 0);
    assertThat(limits.cpuMillis()).isEqualTo(millis);
  }

  @Test
  void withoutResourcesThereIsTheLeastWeightAndNoLimit() {
    assertThat(Limit.of(resources(Map.of(), Map.of()), "BestEffort", 1 << 30, 7))
        .isEqualTo(new Limits(2, 0, 0, 7, 1000));
  }

  @Test
  void resizingKeepsWhatIsNotSpokenOf() {
    var now = new Limits(512, 1000, 64 << 20, 7, -5);
    assertThat(Limit.resized(now, resources(Map.of("cpu", "250m"), Map.of())))
        .isEqualTo(new Limits(256, 1000, 64 << 20, 7, -5));
  }

  @Test
  void whatIsGivenIsSaidInTheUsersWords() {
    var wanted = resources(Map.of("cpu", "0.5", "memory", "1Mi"), Map.of("memory", "0.5Gi"));
    assertThat(Limit.actual(new Limits(512, 0, 512 << 20, 0, 0), wanted)).isEqualTo(wanted);
  }

  @Test
  void whatIsNotGivenYetIsNotSaid() {
    var wanted =
        resources(Map.of("cpu", "1", "memory", "1Mi"), Map.of("cpu", "2", "memory", "1Gi"));
    assertThat(Limit.actual(new Limits(512, 0, 512 << 20, 0, 0), wanted))
        .isEqualTo(resources(Map.of("cpu", "500m", "memory", "1Mi"), Map.of("memory", "512Mi")));
  }
}
