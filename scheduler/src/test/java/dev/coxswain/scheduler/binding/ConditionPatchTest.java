package dev.coxswain.scheduler.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionPatchTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the first                  | ''             | Ready | Ready",
        "a new one stands behind    | PodScheduled   | Ready | PodScheduled Ready",
        "a known one keeps its place| Ready Disk     | Ready | Ready Disk",
      })
  void order(String name, String before, String type, String expected) {
    var pod = Pod.newBuilder();
    for (var old : before.split(" ", -1)) {
      if (!old.isEmpty()) {
        pod.getStatusBuilder().addConditions(PodCondition.newBuilder().setType(old));
      }
    }
    var patch =
        ConditionPatch.of(pod.build(), PodCondition.newBuilder().setType(type).build())
            .path("status");
    assertThat(patch.path("$setElementOrder/conditions").findValuesAsText("type"))
        .containsExactly(expected.split(" ", -1));
    assertThat(patch.path("conditions").findValuesAsText("type")).containsExactly(type);
  }
}
