package dev.coxswain.controllermanager.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.DaemonSetSpec;
import dev.coxswain.api.apps.v1.DaemonSetUpdateStrategy;
import dev.coxswain.api.apps.v1.RollingUpdateDaemonSet;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonSetPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  // Nodes are a, b, c; `!` has a NoSchedule taint, `x` a NoExecute one. Pods are written as
  // name@node:revision:state; `surge` and `off` give maxSurge and maxUnavailable.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one on each node              | a b   |         |                                     | +a"
            + " +b",
        "none where it is not tolerated | a b! |         |                                     |"
            + " +a",
        "but it may stay there         | a!    |         | p@a:new:ready                       |",
        "unless it must not run        | ax    |         | p@a:new:ready                       |"
            + " -p",
        "a second one goes             | a     |         | p@a:new:ready q@a:new:ready         |"
            + " -q",
        "the unbound before the bound  | a     |         | p@-a:new:pending q@a:new:ready      |"
            + " -p",
        "failed: away with it          | a     |         | p@a:new:failed                      | -p"
            + " FailedDaemonPod",
        "not before its time           | b     |         | p@b:new:failed                      | in"
            + " 5s",
        "succeeded: likewise           | a     |         | p@a:new:succeeded                   | -p"
            + " SucceededDaemonPod",
        "its node is no more           | a     |         | p@a:new:ready q@-z:new:pending      |"
            + " -q",
        "bound there: not ours to do   | a     |         | p@a:new:ready q@z:new:ready         |",
        "one old pod at a time         | a b   | off=1   | p@a:old:ready q@b:old:ready         |"
            + " -p",
        "two                           | a b c | off=2   | p@a:old:ready q@b:old:ready"
            + " r@c:old:ready | -p -q",
        "a share of them               | a b c | off=50% | p@a:old:ready q@b:old:ready"
            + " r@c:old:ready | -p -q",
        "not while one is missing      | a b   | off=1   | p@a:new:pending q@b:old:ready       |",
        "nor while one is leaving      | a b   | off=1   | p@a:old:leaving q@b:old:ready       |",
        "useless ones at once          | a b   | off=1   | p@a:old:pending q@b:old:pending     | -p"
            + " -q",
        "neither surge nor missing: one | a b  | off=0   | p@a:old:ready q@b:old:ready         |"
            + " -p",
        "first the new ones            | a b   | off=1   | p@a:old:ready                       |"
            + " +b",
        "only by hand                  | a     | hand    | p@a:old:ready                       |",
        "the new one comes first       | a b   | surge=1 | p@a:old:ready q@b:old:ready         |"
            + " +a",
        "while it starts no other      | a b   | surge=1 | p@a:old:ready n@a:new:pending"
            + " q@b:old:ready |",
        "then the old one goes         | a b   | surge=1 | p@a:old:ready n@a:new:ready"
            + " q@b:old:ready | -p",
        "also if it is of no use       | a     | surge=1 | p@a:old:pending n@a:new:pending     |"
            + " -p",
        "useless ones need no surge    | a b   | surge=1 | p@a:old:pending q@b:old:ready       | +a"
            + " +b",
        "all are leaving: a new one    | a     | surge=1 | p@a:new:leaving                     |"
            + " +a",
        "one new, one old, no more     | a     | surge=1 | p@a:old:ready q@a:old:ready"
            + " n@a:new:pending | -q",
        "no longer wanted there: stays until the rest serve | a! b | surge=1 | p@a:old:ready"
            + " q@b:new:pending |",
        "then it goes                  | a! b  | surge=1 | p@a:old:ready q@b:new:ready         |"
            + " -p",
        "useless there: goes           | a! b  | surge=1 | p@a:old:pending q@b:new:pending     |"
            + " -p",
      })
  void plan(String name, String nodes, String options, String pods, String expected) {
    var plan = DaemonSetPlanner.plan(view(nodes, text(options), text(pods), true), NOW);
    var words =
        plan.creations().stream().map(p -> "+" + DaemonPods.node(p)).collect(Collectors.toList());
    plan.deletions().forEach(p -> words.add("-" + p.getMetadata().getName()));
    plan.notes().forEach(n -> words.add(n.reason()));
    plan.lookAgain().ifPresent(d -> words.add("in " + d.toSeconds() + "s"));
    assertThat(String.join(" ", words)).isEqualTo(text(expected));
  }

  // desired current misscheduled ready available unavailable updated
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b  |            | p@a:new:ready                   | 2 1 0 1 1 1 1",
        "a b! |            | p@a:old:ready q@b:new:ready     | 1 1 1 1 1 0 0",
        "a    | surge=1    | p@a:old:pending n@a:new:ready   | 1 1 0 1 1 0 1",
        "a    | minReady=9 | p@a:new:ready                   | 1 1 0 1 0 1 1",
        "a    |            | p@a:new:gone                    | 1 0 0 0 0 1 0",
        "a    |            | p@a:number:ready                | 1 1 0 1 1 0 1",
      })
  void status(String nodes, String options, String pods, String expected) {
    var status = DaemonSetPlanner.plan(view(nodes, text(options), pods, true), NOW).status();
    assertThat(
            List.of(
                    status.getDesiredNumberScheduled(),
                    status.getCurrentNumberScheduled(),
                    status.getNumberMisscheduled(),
                    status.getNumberReady(),
                    status.getNumberAvailable(),
                    status.getNumberUnavailable(),
                    status.getUpdatedNumberScheduled())
                .stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
    assertThat(status.getObservedGeneration()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"a", "a b"})
  void aViewThatLagsBehindOnlyGivesTheCounts(String nodes) {
    var plan = DaemonSetPlanner.plan(view(nodes, "", "", false), NOW);
    assertThat(plan.creations()).isEmpty();
    assertThat(plan.status().getDesiredNumberScheduled()).isPositive();
    assertThat(plan.status().getObservedGeneration()).isZero();
  }

  private static String text(String cell) {
    return cell == null ? "" : cell;
  }

  private static DaemonSetPlanner.View view(
      String nodes, String options, String pods, boolean upToDate) {
    return new DaemonSetPlanner.View(
        set(options),
        Arrays.stream(nodes.split(" ")).map(DaemonSetPlannerTest::node).toList(),
        Arrays.stream(pods.split(" "))
            .filter(p -> !p.isEmpty())
            .map(DaemonSetPlannerTest::pod)
            .toList(),
        "new",
        upToDate,
        node -> node.equals("b") ? Duration.ofSeconds(5) : Duration.ZERO);
  }

  private static DaemonSet set(String options) {
    var rolling = RollingUpdateDaemonSet.newBuilder().setMaxSurge(IntOrStrings.of(0));
    var spec = DaemonSetSpec.newBuilder();
    var value = options.substring(options.indexOf('=') + 1);
    if (options.startsWith("off=")) {
      rolling.setMaxUnavailable(
          value.endsWith("%") ? IntOrStrings.of(value) : IntOrStrings.of(Integer.parseInt(value)));
    } else if (options.startsWith("surge=")) {
      rolling.setMaxSurge(IntOrStrings.of(Integer.parseInt(value)));
    } else if (options.startsWith("minReady=")) {
      spec.setMinReadySeconds(Integer.parseInt(value));
    }
    spec.setUpdateStrategy(
        DaemonSetUpdateStrategy.newBuilder()
            .setType(options.equals("hand") ? "OnDelete" : "RollingUpdate")
            .setRollingUpdate(rolling));
    return DaemonSet.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName("d")
                .setGeneration(3)
                .putAnnotations("deprecated.daemonset.template.generation", "2"))
        .setSpec(spec)
        .build();
  }

  private static Node node(String text) {
    var node = Node.newBuilder().setMetadata(ObjectMeta.newBuilder().setName(text.substring(0, 1)));
    if (text.length() > 1) {
      node.getSpecBuilder()
          .addTaints(
              Taint.newBuilder()
                  .setKey("t")
                  .setEffect(text.endsWith("x") ? "NoExecute" : "NoSchedule"));
    }
    return node.build();
  }

  private static Pod pod(String text) {
    var parts = text.split("[@:]");
    var metadata =
        ObjectMeta.newBuilder()
            .setName(parts[0])
            .putLabels("pod-template-generation", parts[2].equals("number") ? "2" : "1")
            .putLabels("controller-revision-hash", parts[2]);
    var unbound = parts[1].startsWith("-");
    var pod =
        unbound
            ? DaemonPods.create(set(""), parts[1].substring(1), parts[2]).toBuilder()
            : Pod.newBuilder();
    if (!unbound) {
      pod.getSpecBuilder().setNodeName(parts[1]);
    }
    switch (parts[3]) {
      case "pending" -> pod.getStatusBuilder().setPhase("Pending");
      case "failed" -> pod.getStatusBuilder().setPhase("Failed");
      case "succeeded" -> pod.getStatusBuilder().setPhase("Succeeded");
      case "gone" -> {
        metadata.setDeletionTimestamp(Times.of(NOW));
        pod.getStatusBuilder().setPhase("Succeeded");
      }
      case "leaving" -> metadata.setDeletionTimestamp(Times.of(NOW));
      default ->
          pod.getStatusBuilder()
              .setPhase("Running")
              .addConditions(
                  PodCondition.newBuilder()
                      .setType("Ready")
                      .setStatus("True")
                      .setLastTransitionTime(Times.of(NOW)));
    }
    return pod.setMetadata(metadata).build();
  }
}
