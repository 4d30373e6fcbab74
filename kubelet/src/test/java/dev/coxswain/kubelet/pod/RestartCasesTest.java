package dev.coxswain.kubelet.pod;

import static dev.coxswain.kubelet.pod.FakeNode.settle;
import static dev.coxswain.kubelet.pod.Records.START;
import static dev.coxswain.kubelet.pod.Records.exited;
import static dev.coxswain.kubelet.pod.Records.inSandbox;
import static dev.coxswain.kubelet.pod.Records.outOfMemory;
import static dev.coxswain.kubelet.pod.Records.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.pod.PodActions.Action;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.status.PodStatuses;
import dev.coxswain.kubelet.status.StatusView;
import dev.coxswain.kubelet.status.StatusView.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// What happens to a pod when its containers end: every row of the facts that a kubelet alone
/// decides.
class RestartCasesTest {
  @TempDir Path root;

  @ParameterizedTest(name = "{0} container, {1}, {2}: {3}, {4}")
  @CsvFileSource(resources = "/restart_cases.tsv", delimiter = '\t', numLinesToSkip = 1)
  void row(String containers, String event, String policy, String action, String phase)
      throws InterruptedException {
    if (containers.equals("any")) {
      assertThat(phase).startsWith("Failed");
      for (var any : List.of("Always", "OnFailure", "Never")) {
        endsWhateverItsPolicy(event, Pods.pod(any, "a", "b"));
      }
      return;
    }
    var pod = containers.equals("1") ? Pods.pod(policy, "a") : Pods.pod(policy, "a", "b");
    var runtime = after(event);

    assertThat(status(pod, runtime).getPhase()).isEqualTo(phase);
    assertThat(restarted(pod, runtime)).isEqualTo(restartedBy(event, policy, action));
    if (action.contains("OOMKilled")) {
      var ended = status(pod, runtime).getContainerStatuses(0).getState().getTerminated();
      assertThat(ended.getReason()).isEqualTo("OOMKilled");
    }
  }

  /// Whether its place is taken elsewhere is the control plane's business.
  private void endsWhateverItsPolicy(String event, Pod pod) throws InterruptedException {
    var node = new FakeNode(root);
    var worker = new PodWorker(node.context(), pod, () -> {});
    settle(worker);

    switch (event) {
      case "the disk fails" -> worker.evict(new Failure("Evicted", "The node was low", true));
      case "the node is lost" -> worker.update(Pods.deleted(pod, node.now(), 30));
      default -> throw new IllegalArgumentException(event);
    }
    settle(worker);

    assertThat(node.runtime.pod(Pods.UID).running()).isEmpty();
    assertThat(node.statuses.last.getPhase()).isEqualTo("Failed");
    if (event.equals("the disk fails")) {
      assertThat(node.statuses.last.getReason()).isEqualTo("Evicted");
      assertThat(node.statuses.last.getConditionsList())
          .anyMatch(c ->
              c.getType().equals("DisruptionTarget")
                  && c.getReason().equals("TerminationByKubelet"));
      assertThat(node.runtime.stops()).containsExactlyInAnyOrder("a 2", "b 2");
    } else {
      assertThat(node.statuses.removable).isTrue();
    }
  }

  private static PodRecord after(String event) {
    return switch (event) {
      case "exits 0" -> inSandbox(exited("a", 0, 0, START));
      case "exits non-zero" -> inSandbox(exited("a", 0, 1, START));
      case "out of memory" -> inSandbox(outOfMemory("a", 0));
      case "one exits non-zero" -> inSandbox(exited("a", 0, 1, START), running("b", 0));
      case "one exited non-zero, then the other exits" ->
          inSandbox(exited("a", 0, 1, START), exited("b", 0, 0, START));
      default -> throw new IllegalArgumentException(event);
    };
  }

  private static List<String> restartedBy(String event, String policy, String action) {
    if (!action.startsWith("restarted")) {
      return List.of();
    }
    boolean both = event.endsWith("the other exits") && policy.equals("Always");
    return both ? List.of("a", "b") : List.of("a");
  }

  private static List<String> restarted(Pod pod, PodRecord runtime) {
    var plan = PodActions.compute(new PodView(pod, runtime, Map.of(), CrashBackoff.none(), START));
    return plan.actions().stream()
        .filter(Action.StartContainer.class::isInstance)
        .map(start -> ((Action.StartContainer) start).container().name())
        .toList();
  }

  private static PodStatus status(Pod pod, PodRecord runtime) {
    return PodStatuses.of(
        new StatusView(
            pod,
            runtime,
            Map.of(),
            Map.of(),
            Map.of(),
            List.of("192.0.2.1"),
            Optional.empty(),
            false,
            START));
  }
}
