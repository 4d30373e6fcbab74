package dev.coxswain.kubelet.pod;

import static dev.coxswain.kubelet.pod.Records.START;
import static dev.coxswain.kubelet.pod.Records.exited;
import static dev.coxswain.kubelet.pod.Records.inSandbox;
import static dev.coxswain.kubelet.pod.Records.running;
import static dev.coxswain.kubelet.pod.Records.sandbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.ContainerResizePolicy;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.pod.PodActions.Action;
import dev.coxswain.kubelet.probes.ContainerHealth;
import dev.coxswain.kubelet.probes.ContainerHealth.Verdict;
import dev.coxswain.kubelet.runtime.PodRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodActionsTest {
  private static final Pod PLAIN = Pods.pod("Always", "a");
  private static final Pod WITH_INIT = Pods.withInit(PLAIN, Pods.container("i"));
  private static final Pod WITH_SIDECAR = Pods.withInit(PLAIN, Pods.sidecar("s"));

  static Stream<Arguments> plans() {
    return Stream.of(
        arguments("nothing yet: a sandbox first", PLAIN, PodRecord.nothing(), "sandbox 0"),
        arguments("a sandbox: the container starts", PLAIN, inSandbox(), "start a 0"),
        arguments("all is well: nothing to do", PLAIN, inSandbox(running("a", 0)), ""),
        arguments(
            "an ended container starts again",
            PLAIN,
            inSandbox(exited("a", 0, 0, START)),
            "start a 1"),
        arguments(
            "the pause process died: what runs has to go first",
            PLAIN,
            new PodRecord(List.of(sandbox(0, false)), List.of(running("a", 0))),
            "kill pod"),
        arguments(
            "the pause process died and nothing runs: a new sandbox",
            PLAIN,
            new PodRecord(List.of(sandbox(0, false)), List.of(exited("a", 0, 137, START))),
            "sandbox 1"),
        arguments(
            "a finished pod gets no new sandbox",
            Pods.pod("Never", "a"),
            new PodRecord(List.of(sandbox(0, false)), List.of(exited("a", 0, 0, START))),
            ""),
        arguments(
            "all ended for good: the sandbox goes",
            Pods.pod("Never", "a"),
            inSandbox(exited("a", 0, 1, START)),
            "kill pod"),
        arguments("init containers come first", WITH_INIT, inSandbox(), "start i 0"),
        arguments(
            "regular containers wait for init containers",
            WITH_INIT,
            inSandbox(running("i", 0)),
            ""),
        arguments(
            "after the init container its successor",
            WITH_INIT,
            inSandbox(exited("i", 0, 0, START)),
            "start a 0"),
        arguments(
            "a failed init container starts again",
            WITH_INIT,
            inSandbox(exited("i", 0, 1, START)),
            "start i 1"),
        arguments(
            "a failed init container ends a pod that never restarts",
            Pods.withInit(Pods.pod("Never", "a"), Pods.container("i")),
            inSandbox(exited("i", 0, 1, START)),
            "kill pod"),
        arguments(
            "init containers are not run again when a container restarts",
            WITH_INIT,
            inSandbox(exited("i", 0, 0, START), exited("a", 0, 1, START)),
            "start a 1"),
        arguments("a sidecar starts before the others", WITH_SIDECAR, inSandbox(), "start s 0"),
        arguments(
            "once a sidecar runs the others start",
            WITH_SIDECAR,
            inSandbox(running("s", 0)),
            "start a 0"),
        arguments(
            "a sidecar that ended starts again beside the others",
            WITH_SIDECAR,
            inSandbox(exited("s", 0, 0, START), running("a", 0)),
            "start s 1"),
        arguments(
            "a sidecar does not keep a finished pod alive",
            Pods.withInit(Pods.pod("Never", "a"), Pods.sidecar("s")),
            inSandbox(running("s", 0), exited("a", 0, 0, START)),
            "kill pod"),
        arguments(
            "other resources are given while it runs",
            resized(PLAIN, "NotRequired"),
            inSandbox(running("a", 0)),
            "resize a: 512 shares, 1000m, 67108864 bytes"),
        arguments(
            "unless the container wants to start again for them",
            resized(PLAIN, "RestartContainer"),
            inSandbox(running("a", 0)),
            "kill a: Container a resize requires restart"),
        arguments(
            "what has ended starts with them anyway",
            resized(PLAIN, "NotRequired"),
            inSandbox(exited("a", 0, 0, START)),
            "start a 1"));
  }

  private static Pod resized(Pod pod, String memoryPolicy) {
    var changed = pod.toBuilder();
    var container = changed.getSpecBuilder().getContainersBuilder(0);
    container
        .addResizePolicy(
            ContainerResizePolicy.newBuilder()
                .setResourceName("memory")
                .setRestartPolicy(memoryPolicy))
        .getResourcesBuilder()
        .putRequests("cpu", Amount.parse("500m").toProto())
        .putLimits("cpu", Amount.parse("1").toProto())
        .putLimits("memory", Amount.parse("64Mi").toProto());
    return changed.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void plans(String name, Pod pod, PodRecord runtime, String expected) {
    assertThat(words(plan(pod, runtime, Map.of(), CrashBackoff.none()))).isEqualTo(expected);
  }

  @Test
  void aContainerWhoseLivenessProbeFailedIsKilled() {
    var sick = Map.of("a-0", new ContainerHealth(true, true, Verdict.LIVENESS_FAILED));

    var plan = plan(PLAIN, inSandbox(running("a", 0)), sick, CrashBackoff.none());

    assertThat(words(plan))
        .isEqualTo("kill a: Container a failed liveness probe, will be restarted");
  }

  @Test
  void aContainerWhoseImageChangedIsReplaced() {
    var changed = PLAIN.toBuilder();
    changed.getSpecBuilder().getContainersBuilder(0).setImage("other");

    var plan = plan(changed.build(), inSandbox(running("a", 0)), Map.of(), CrashBackoff.none());

    assertThat(words(plan)).isEqualTo("kill a: Container a definition changed, will be restarted");
  }

  @Test
  void aContainerThatKeepsEndingWaits() {
    var ended = START.plusSeconds(1);
    var backoff = CrashBackoff.none().next("a", START, START);
    var plan = plan(PLAIN, inSandbox(exited("a", 1, 1, ended)), Map.of(), backoff);

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.wakeAt()).contains(ended.plusSeconds(10));
  }

  private static PodActions.Plan plan(
      Pod pod, PodRecord runtime, Map<String, ContainerHealth> health, CrashBackoff backoff) {
    return PodActions.compute(new PodView(pod, runtime, health, backoff, START.plusSeconds(2)));
  }

  private static String words(PodActions.Plan plan) {
    return String.join(", ", plan.actions().stream().map(PodActionsTest::word).toList());
  }

  private static String word(Action action) {
    return switch (action) {
      case Action.KillPod _ -> "kill pod";
      case Action.CreateSandbox(int attempt) -> "sandbox " + attempt;
      case Action.StartContainer(var container, int attempt, _) ->
          "start " + container.name() + " " + attempt;
      case Action.ResizeContainer(var container, _, var limits) ->
          "resize %s: %d shares, %dm, %d bytes"
              .formatted(
                  container.name(), limits.cpuShares(), limits.cpuMillis(), limits.memoryBytes());
      case Action.KillContainer(var container, _, var reason, _) ->
          "kill " + container.name() + ": " + reason;
    };
  }
}
