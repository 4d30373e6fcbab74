package dev.coxswain.controllermanager.podgc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Time;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodGcPlannerTest {
  // Pods are written as name@node:state:age, older ones with the lower number.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "all is well                   | a@n:Running:1 b@n:Failed:2                 |",
        "too many, the oldest goes     | a@n:Failed:3 b@n:Succeeded:2 c@n:Failed:4  | b FINISHED",
        "but evicted ones first        | a@n:Evicted:3 b@n:Succeeded:2 c@n:Failed:1 | a FINISHED",
        "what leaves already is not counted | a@n:Failed:1 b@n:Failed:2 c@n:leaving:3 |",
        "its node is gone              | a@gone:Running:1                           | a NODE_GONE",
        "its node is out of service    | a@off:leaving:1 b@off:Running:2            | a"
            + " OUT_OF_SERVICE",
        "it never had one              | a@:leaving:1 b@:Pending:2                  | a"
            + " UNSCHEDULED",
      })
  void plan(String name, String pods, String expected) {
    var all = Arrays.stream(pods.split(" ")).map(PodGcPlannerTest::pod).toList();
    assertThat(
            PodGcPlanner.plan(all, Set.of("gone"), Set.of("off"), 2).stream()
                .map(r -> r.pod().getMetadata().getName() + " " + r.reason())
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource({
    "node.kubernetes.io/out-of-service, Unknown, true",
    "node.kubernetes.io/out-of-service, True,    false",
    "mine,                              Unknown, false"
  })
  void outOfService(String taint, String ready, boolean expected) {
    var node = Node.newBuilder();
    node.getSpecBuilder().addTaints(Taint.newBuilder().setKey(taint).setEffect("NoExecute"));
    node.getStatusBuilder()
        .addConditions(NodeCondition.newBuilder().setType("Ready").setStatus(ready));
    assertThat(PodGcPlanner.isOutOfService(node.build())).isEqualTo(expected);
  }

  private static Pod pod(String text) {
    var parts = List.of(text.split("[@:]"));
    var created = Time.newBuilder().setSeconds(Long.parseLong(parts.get(3)));
    var metadata = ObjectMeta.newBuilder().setName(parts.get(0)).setCreationTimestamp(created);
    var pod = Pod.newBuilder();
    pod.getSpecBuilder().setNodeName(parts.get(1));
    switch (parts.get(2)) {
      case "leaving" -> metadata.setDeletionTimestamp(created);
      case "Evicted" -> pod.getStatusBuilder().setPhase("Failed").setReason("Evicted");
      default -> pod.getStatusBuilder().setPhase(parts.get(2));
    }
    return pod.setMetadata(metadata).build();
  }
}
