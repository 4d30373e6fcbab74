package dev.coxswain.kubelet.pod;

import static dev.coxswain.kubelet.pod.FakeNode.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.runtime.FakeRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pod's whole life on a fake runtime and a clock that stands still until it is told to move.
class PodWorkerTest {
  @TempDir Path root;

  private FakeNode node;
  private FakeRuntime runtime;
  private FakeNode.Statuses statuses;

  @BeforeEach
  void node() {
    node = new FakeNode(root);
    runtime = node.runtime;
    statuses = node.statuses;
  }

  @Test
  void startsAPod() throws InterruptedException {
    var worker = worker(Pods.pod("Always", "a"));

    settle(worker);

    assertThat(statuses.last.getPhase()).isEqualTo("Running");
    assertThat(statuses.last.getPodIP()).isNotEmpty();
    assertThat(node.events).containsExactly("Pulled", "Created", "Started");
  }

  @Test
  void waitsLongerEachTimeAContainerFails() throws InterruptedException {
    var worker = worker(Pods.pod("Always", "a"));
    settle(worker);
    runtime.exit("a", 1, "Error");
    settle(worker);
    assertThat(runtime.pod(Pods.UID).newest("a").orElseThrow().attempt()).isEqualTo(1);

    runtime.exit("a", 1, "Error");
    settle(worker);
    var waiting = statuses.last.getContainerStatuses(0).getState().getWaiting();
    assertThat(waiting.getReason()).isEqualTo("CrashLoopBackOff");
    assertThat(waiting.getMessage())
        .isEqualTo("back-off 10s restarting failed container=a pod=web_default(uid-1)");

    node.pass(Duration.ofSeconds(11));
    settle(worker);
    assertThat(runtime.pod(Pods.UID).newest("a").orElseThrow().attempt()).isEqualTo(2);
    assertThat(statuses.last.getContainerStatuses(0).getState().hasRunning()).isTrue();
    assertThat(node.events).contains("BackOff");
  }

  @Test
  void givesAContainerOtherResourcesWhileItRuns() throws InterruptedException {
    var worker = worker(limitedTo("64Mi"));
    settle(worker);
    assertThat(memory(statuses.last)).isEqualTo("64Mi");

    worker.update(limitedTo("128Mi"));
    settle(worker);

    var record = runtime.pod(Pods.UID).newest("a").orElseThrow();
    assertThat(record.attempt()).isZero();
    assertThat(record.limits().memoryBytes()).isEqualTo(128L << 20);
    assertThat(memory(statuses.last)).isEqualTo("128Mi");
    assertThat(resizing(statuses.last)).isEmpty();
  }

  @Test
  void saysWhatAContainerReallyHas() throws InterruptedException {
    runtime.withMemoryInUse(100 << 20);
    var worker = worker(limitedTo("128Mi"));
    settle(worker);

    worker.update(limitedTo("64Mi"));
    settle(worker);

    assertThat(memory(statuses.last)).isEqualTo("128Mi");
    var condition = resizing(statuses.last).orElseThrow();
    assertThat(condition.getReason()).isEqualTo("Error");
    assertThat(condition.getMessage()).contains("busy");

    runtime.withMemoryInUse(0);
    node.pass(Duration.ofSeconds(11));
    settle(worker);

    assertThat(memory(statuses.last)).isEqualTo("64Mi");
    assertThat(resizing(statuses.last)).isEmpty();
  }

  @Test
  void forgetsAResizeThatNobodyWantsAnyMore() throws InterruptedException {
    runtime.withMemoryInUse(100 << 20);
    var worker = worker(limitedTo("128Mi"));
    settle(worker);
    worker.update(limitedTo("64Mi"));
    settle(worker);
    worker.update(limitedTo("128Mi"));
    settle(worker);
    node.pass(Duration.ofSeconds(30));

    assertThat(worker.sync())
        .isInstanceOfSatisfying(
            PodWorker.Next.At.class, at -> assertThat(at.when()).isAfter(node.now()));
    assertThat(resizing(statuses.last)).isEmpty();
  }

  private static Pod limitedTo(String memory) {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder()
        .getContainersBuilder(0)
        .getResourcesBuilder()
        .putLimits("memory", Amount.parse(memory).toProto());
    return pod.build();
  }

  private static String memory(PodStatus status) {
    return Amount.of(status.getContainerStatuses(0).getResources().getLimitsOrThrow("memory"))
        .toString();
  }

  private static Optional<PodCondition> resizing(PodStatus status) {
    return status.getConditionsList().stream()
        .filter(condition -> condition.getType().equals("PodResizeInProgress"))
        .findFirst();
  }

  @Test
  void recreatesThePodWhenItsPauseProcessDies() throws InterruptedException {
    var worker = worker(Pods.pod("Always", "a"));
    settle(worker);

    runtime.killSandbox();
    settle(worker);

    var record = runtime.pod(Pods.UID);
    assertThat(record.runningSandbox().orElseThrow().attempt()).isEqualTo(1);
    assertThat(record.newest("a").orElseThrow().isRunning()).isTrue();
    assertThat(record.newest("a").orElseThrow().attempt()).isEqualTo(1);
  }

  @Test
  void endsAPodThatIsAskedToGoAndCleansUpOnceItIsGone() throws InterruptedException {
    var pod = Pods.pod("Always", "a");
    var worker = worker(pod);
    settle(worker);

    worker.update(Pods.deleted(pod, node.now(), 5));
    settle(worker);
    assertThat(runtime.stops()).containsExactly("a 5");
    assertThat(statuses.removable).isTrue();
    assertThat(statuses.last.getPhase()).isEqualTo("Failed");

    worker.remove();
    assertThat(worker.sync()).isInstanceOf(PodWorker.Next.Never.class);
    assertThat(runtime.pod(Pods.UID).isEmpty()).isTrue();
    assertThat(root.resolve("pods").resolve(Pods.UID)).doesNotExist();
  }

  @Test
  void adoptsWhatAnEarlierKubeletStarted() throws InterruptedException {
    var pod = Pods.pod("Always", "a");
    settle(worker(pod));
    var before = runtime.pod(Pods.UID);

    settle(worker(pod));

    assertThat(runtime.pod(Pods.UID)).isEqualTo(before);
  }

  @Test
  void tellsThatAnImageIsNotToBeHad() throws InterruptedException {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder().getContainersBuilder(0).setImage("absent");
    var worker = worker(pod.build());

    settle(worker);
    assertThat(node.waitingFor(0)).isEqualTo("ErrImagePull");
    node.pass(Duration.ofSeconds(3));
    settle(worker);
    assertThat(node.waitingFor(0)).isEqualTo("ImagePullBackOff");
  }

  @Test
  void failsAPodThatRanTooLong() throws InterruptedException {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder().setActiveDeadlineSeconds(60);
    var worker = worker(pod.build());
    settle(worker);

    node.pass(Duration.ofSeconds(61));
    settle(worker);

    assertThat(statuses.last.getPhase()).isEqualTo("Failed");
    assertThat(statuses.last.getReason()).isEqualTo("DeadlineExceeded");
    assertThat(runtime.pod(Pods.UID).running()).isEmpty();
  }

  private PodWorker worker(Pod pod) {
    return new PodWorker(node.context(), pod, () -> {});
  }
}
