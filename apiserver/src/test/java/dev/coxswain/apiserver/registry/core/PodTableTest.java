package dev.coxswain.apiserver.registry.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.registry.Manifests;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What `kubectl get pods` shows of pods in all sorts of trouble.
final class PodTableTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

  static List<Arguments> pods() {
    return List.of(
        arguments("just created", "status: {phase: Pending}", "0/1 Pending 0"),
        arguments(
            "waiting for its image",
            "status: {phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: ErrImagePull}}}]}",
            "0/1 ErrImagePull 0"),
        arguments(
            "up",
            "status: {phase: Running, containerStatuses: [{name: a, ready: true, state: {running: {}}}]}",
            "1/1 Running 0"),
        arguments(
            "restarted a minute ago",
            "status: {phase: Running, containerStatuses: [{name: a, ready: true, restartCount: 2,"
                + " state: {running: {}}, lastState: {terminated: {finishedAt:"
                + " '2026-01-01T00:09:00Z'}}}]}",
            "1/1 Running 2 (60s ago)"),
        arguments(
            "crashing",
            "status: {phase: Running, containerStatuses: [{name: a, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}}]}",
            "0/1 CrashLoopBackOff 3"),
        arguments(
            "failed without a reason",
            "status: {phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 3}}}]}",
            "0/1 ExitCode:3 0"),
        arguments(
            "killed by a signal",
            "status: {phase: Failed, containerStatuses: [{name: a, state: {terminated: {signal: 9}}}]}",
            "0/1 Signal:9 0"),
        arguments("evicted", "status: {phase: Failed, reason: Evicted}", "0/1 Evicted 0"),
        arguments(
            "done",
            "status: {phase: Succeeded, containerStatuses: [{name: a, state: {terminated: {reason: Completed}}}]}",
            "0/1 Completed 0"),
        arguments(
            "first of two init containers",
            "spec: {initContainers: [{name: i}, {name: j}], containers: [{name: a}]}\n"
                + "status: {phase: Pending, initContainerStatuses: [{name: i, state: {running: {}}}]}",
            "0/1 Init:0/2 0"),
        arguments(
            "init container crashing",
            "spec: {initContainers: [{name: i}], containers: [{name: a}]}\n"
                + "status: {phase: Pending, initContainerStatuses: [{name: i, restartCount: 1, state:"
                + " {waiting: {reason: CrashLoopBackOff}}}]}",
            "0/1 Init:CrashLoopBackOff 1"),
        arguments(
            "init container failed",
            "spec: {initContainers: [{name: i}], containers: [{name: a}]}\n"
                + "status: {phase: Pending, initContainerStatuses: [{name: i, state: {terminated:"
                + " {exitCode: 2}}}]}",
            "0/1 Init:ExitCode:2 0"),
        arguments(
            "with a sidecar",
            "spec: {initContainers: [{name: i, restartPolicy: Always}], containers: [{name: a}]}\n"
                + "status: {phase: Running, initContainerStatuses: [{name: i, ready: true, started:"
                + " true, state: {running: {}}}], containerStatuses: [{name: a, ready: true, state:"
                + " {running: {}}}]}",
            "2/2 Running 0"),
        arguments(
            "being deleted",
            "metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}\nstatus: {phase: Running}",
            "0/1 Terminating 0"),
        arguments(
            "on a lost node",
            "metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}\n"
                + "status: {phase: Running, reason: NodeLost}",
            "0/1 Unknown 0"),
        arguments(
            "held back",
            "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: SchedulingGated}]}",
            "0/1 SchedulingGated 0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pods")
  void shows(String name, String yaml, String expected) {
    var spec = yaml.contains("spec:") ? "" : "spec: {containers: [{name: a}]}\n";
    var cells = PodTable.cells(pod(spec + yaml), NOW);
    assertThat("%s %s %s".formatted(cells.get(1), cells.get(2), cells.get(3))).isEqualTo(expected);
  }

  private static Pod pod(String yaml) {
    return Manifests.read(Pod.class, yaml);
  }
}
