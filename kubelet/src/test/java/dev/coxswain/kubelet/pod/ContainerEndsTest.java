package dev.coxswain.kubelet.pod;

import static dev.coxswain.kubelet.pod.FakeNode.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Lifecycle;
import dev.coxswain.api.core.v1.LifecycleHandler;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Probe;
import dev.coxswain.api.core.v1.SleepAction;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.probes.ContainerHealth;
import dev.coxswain.kubelet.probes.ContainerHealth.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hooks, probes and grace periods: how containers are brought to their end.
class ContainerEndsTest {
  private static final LifecycleHandler HOOK =
      LifecycleHandler.newBuilder().setSleep(SleepAction.newBuilder().setSeconds(1)).build();

  @TempDir Path root;

  private FakeNode node;

  @BeforeEach
  void node() {
    node = new FakeNode(root);
  }

  @Test
  void aFailedPostStartHookEndsTheContainerAndIsShown() throws InterruptedException {
    node.hooks = (_, _, _) -> Optional.of("it said: no");
    var worker = worker(with(Lifecycle.newBuilder().setPostStart(HOOK).build()));

    settle(worker);

    assertThat(node.events)
        .containsSubsequence("Started", "FailedPostStartHook", "Killing", "BackOff");
    assertThat(node.runtime.stops()).startsWith("a 30");
    assertThat(node.waitingFor(0)).isEqualTo("CrashLoopBackOff");
  }

  @Test
  void thePreStopHookUsesUpTheGracePeriod() throws InterruptedException {
    node.hooks = (_, _, _) -> takes(Duration.ofSeconds(8));

    delete(Lifecycle.newBuilder().setPreStop(HOOK).build(), 10);

    assertThat(node.runtime.stops()).containsExactly("a 2");
    assertThat(node.events).doesNotContain("FailedPreStopHook");
  }

  @Test
  void aHookThatTakesAllTheTimeLeavesTheProcessTwoSeconds() throws InterruptedException {
    node.hooks =
        (_, _, atMost) -> {
          takes(atMost);
          return Optional.of("timed out");
        };

    delete(Lifecycle.newBuilder().setPreStop(HOOK).build(), 10);

    assertThat(node.runtime.stops()).containsExactly("a 2");
    assertThat(node.events).doesNotContain("FailedPreStopHook");
  }

  @Test
  void aFailedPreStopHookIsTold() throws InterruptedException {
    node.hooks = (_, _, _) -> Optional.of("it said: no");

    delete(Lifecycle.newBuilder().setPreStop(HOOK).build(), 10);

    assertThat(node.events).containsSubsequence("Killing", "FailedPreStopHook");
    assertThat(node.runtime.stops()).containsExactly("a 10");
  }

  @Test
  void aProbeMayGiveLessTimeThanThePod() throws InterruptedException {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder()
        .getContainersBuilder(0)
        .setLivenessProbe(Probe.newBuilder().setTerminationGracePeriodSeconds(3));
    var worker = worker(pod.build());
    settle(worker);
    var running = node.runtime.pod(Pods.UID).newest("a").orElseThrow();

    node.health.put(running.id(), new ContainerHealth(true, true, Verdict.LIVENESS_FAILED));
    settle(worker);

    assertThat(node.runtime.stops()).containsExactly("a 3");
  }

  private void delete(Lifecycle lifecycle, long graceSeconds) throws InterruptedException {
    var pod = with(lifecycle);
    var worker = worker(pod);
    settle(worker);
    worker.update(Pods.deleted(pod, node.now(), graceSeconds));
    settle(worker);
  }

  private Optional<String> takes(Duration time) {
    node.pass(time);
    return Optional.empty();
  }

  private PodWorker worker(Pod pod) {
    return new PodWorker(node.context(), pod, () -> {});
  }

  private static Pod with(Lifecycle lifecycle) {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder().getContainersBuilder(0).setLifecycle(lifecycle);
    return pod.build();
  }
}
