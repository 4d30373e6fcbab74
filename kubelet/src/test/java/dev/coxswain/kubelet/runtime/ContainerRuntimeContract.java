package dev.coxswain.kubelet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every container runtime has to do.
abstract class ContainerRuntimeContract {
  private final PodId pod = new PodId("default", "web", UUID.randomUUID().toString());
  private ContainerRuntime runtime;

  /// A runtime that has both images.
  abstract ContainerRuntime open();

  abstract String pauseImage();

  /// Of a program that goes on until it is stopped.
  abstract String image();

  @BeforeEach
  void start() {
    runtime = open();
  }

  @AfterEach
  void cleanUp() {
    if (runtime != null) {
      runtime.pod(pod.uid()).containers().forEach(c -> runtime.remove(c.id()));
      runtime.pod(pod.uid()).sandboxes().forEach(s -> runtime.remove(s.id()));
      runtime.close();
    }
  }

  @Test
  void knowsNothingOfPodsThatItNeverSaw() {
    assertThat(runtime.pod(pod.uid())).isEqualTo(PodRecord.nothing());
    assertThat(runtime.pods()).doesNotContainKey(pod.uid());
  }

  @Test
  void aSandboxRunsAndHasAnAddress() {
    var id = runtime.startSandbox(sandbox());

    var found = runtime.pod(pod.uid()).runningSandbox().orElseThrow();
    assertThat(found.id()).isEqualTo(id);
    assertThat(found.pod()).isEqualTo(pod);
    assertThat(found.attempt()).isEqualTo(3);
    assertThat(found.ip()).isNotEmpty();
    assertThat(found.pid()).isPositive();
  }

  @Test
  void aContainerIsCreatedThenRunsThenEnds() {
    var sandbox = runtime.startSandbox(sandbox());
    var id = runtime.createContainer(container(sandbox));
    assertThat(container().state()).isInstanceOf(State.Created.class);

    runtime.startContainer(id);
    assertThat(container().isRunning()).isTrue();
    assertThat(container().attempt()).isEqualTo(2);
    assertThat(container().specHash()).isEqualTo("hash");
    assertThat(container().sandboxId()).isEqualTo(sandbox);
    assertThat(container().image()).isEqualTo(image());

    runtime.stop(id, Duration.ofSeconds(1));
    assertThat(((State.Exited) container().state()).code()).isNotZero();
    assertThat(((State.Exited) container().state()).reason()).isEqualTo("Error");
  }

  @Test
  void stoppingAndRemovingTwiceIsNoFailure() {
    var sandbox = runtime.startSandbox(sandbox());
    var id = runtime.createContainer(container(sandbox));
    runtime.startContainer(id);

    runtime.stop(id, Duration.ZERO);
    runtime.stop(id, Duration.ZERO);
    runtime.remove(id);
    runtime.remove(id);
    runtime.stop(sandbox, Duration.ZERO);
    runtime.remove(sandbox);

    assertThat(runtime.pod(pod.uid()).isEmpty()).isTrue();
  }

  @Test
  void aStoppedSandboxHasNoAddress() {
    var id = runtime.startSandbox(sandbox());

    runtime.stop(id, Duration.ZERO);

    var found = runtime.pod(pod.uid()).newestSandbox().orElseThrow();
    assertThat(found.running()).isFalse();
    assertThat(found.ip()).isEmpty();
  }

  @Test
  void anImageThatIsMissingIsAFailure() {
    assertThat(runtime.image("coxswain/absent:1")).isEmpty();
    assertThat(runtime.image(image())).isPresent();
    var absent = Specs.sandbox(pod, 0, "coxswain/absent:1");
    assertThatThrownBy(() -> runtime.startSandbox(absent)).isInstanceOf(RuntimeFailure.class);
  }

  private ContainerRecord container() {
    return runtime.pod(pod.uid()).newest("main").orElseThrow();
  }

  private SandboxSpec sandbox() {
    return Specs.sandbox(pod, 3, pauseImage());
  }

  private ContainerSpec container(String sandbox) {
    return Specs.container(pod, "main", 2, image(), sandbox);
  }
}
