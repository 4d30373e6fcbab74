package dev.coxswain.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.Pods;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission =
      new Admission(
          Map.of("cpu", Amount.parse("2").toProto(), "pods", Amount.parse("2").toProto()));

  @Test
  void letsInWhatFits() {
    assertThat(admission.refuse(asking("1500m"), List.of(asking("500m")))).isEmpty();
  }

  @Test
  void refusesWhatDoesNotFitInUpstreamsWords() {
    assertThat(admission.refuse(asking("1501m"), List.of(asking("500m"))))
        .contains(
            new Admission.Refused(
                "OutOfcpu",
                "Node didn't have enough resource: cpu, requested: 1501, used: 500, capacity: 2000"));
  }

  @Test
  void countsPods() {
    assertThat(admission.refuse(asking("1m"), List.of(asking("1m"), asking("1m"))))
        .map(Admission.Refused::reason)
        .contains("OutOfpods");
  }

  @Test
  void forgetsPodsThatHaveEnded() {
    var ended = asking("2").toBuilder();
    ended.getStatusBuilder().setPhase("Succeeded");
    assertThat(admission.refuse(asking("2"), List.of(ended.build()))).isEmpty();
  }

  private static Pod asking(String cpu) {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder()
        .getContainersBuilder(0)
        .getResourcesBuilder()
        .putRequests("cpu", Amount.parse(cpu).toProto());
    return pod.build();
  }
}
