package dev.coxswain.scheduler.snapshot;

import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Pods.asking;
import static dev.coxswain.scheduler.Pods.on;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.scheduler.Pods;
import org.junit.jupiter.api.Test;

class ClusterStateTest {
  private final ClusterState state = new ClusterState();

  @Test
  void anAssumedPodCountsUntilItIsTakenBack() {
    state.putNode(node("a"));
    state.assume(view("p", asking("1", "1Gi")), "a");
    assertThat(cpu("a")).isEqualTo(1000);
    state.removePod("uid-p");
    assertThat(cpu("a")).isZero();
  }

  @Test
  void anAssumedPodThatIsSeenCountsOnce() {
    state.putNode(node("a"));
    state.assume(view("p", asking("1", "1Gi")), "a");
    state.putPod(view("p", asking("1", "1Gi"), on("a")));
    assertThat(cpu("a")).isEqualTo(1000);
    assertThat(state.node("a").orElseThrow().pods()).hasSize(1);
  }

  @Test
  void podsAndNodesMayComeInAnyOrder() {
    state.putPod(view("p", asking("1", "1Gi"), on("a")));
    assertThat(snapshot().nodes()).isEmpty();
    state.putNode(node("a"));
    assertThat(cpu("a")).isEqualTo(1000);
    state.removeNode("a");
    state.putNode(node("a"));
    assertThat(cpu("a")).isEqualTo(1000);
  }

  @Test
  void aSnapshotFollowsWhenItIsTold() {
    state.putNode(node("a"));
    state.putNode(node("b"));
    var snapshot = snapshot();
    state.assume(view("p", asking("1", "1Gi")), "a");
    state.removeNode("b");
    assertThat(snapshot.nodes()).as("nothing yet").hasSize(2);
    state.refresh(snapshot);
    assertThat(snapshot.nodes()).hasSize(1);
    assertThat(snapshot.nodes().getFirst().pods()).hasSize(1);
  }

  @Test
  void onlyPromisesAreForgotten() {
    state.putNode(node("a"));
    state.assume(view("p", asking("1", "1Gi")), "a");
    assertThat(state.forget("uid-p")).isTrue();
    assertThat(cpu("a")).isZero();
    state.putPod(view("q", asking("1", "1Gi"), on("a")));
    assertThat(state.forget("uid-q")).isFalse();
    assertThat(cpu("a")).isEqualTo(1000);
  }

  @Test
  void initContainersAndSidecarsAreAccountedForAsTheyRun() {
    Pods.Part init =
        spec ->
            spec.addInitContainers(container("sidecar", "200m", "Always"))
                .addInitContainers(container("init", "900m", ""));
    var pod = view("p", asking("500m", "0"), init);
    // Max of 500m + 200m for running, and 200m + 900m for starting.
    assertThat(pod.requests().cpuMillis()).isEqualTo(1100);
    assertThat(view("p").scoringRequests().cpuMillis()).isEqualTo(100);
    assertThat(view("p").requests().isNone()).isTrue();
  }

  private Snapshot snapshot() {
    var snapshot = new Snapshot();
    state.refresh(snapshot);
    return snapshot;
  }

  private long cpu(String node) {
    return state.node(node).orElseThrow().requested().cpuMillis();
  }

  private static Container container(String name, String cpu, String restartPolicy) {
    var asking = Pods.pod("x", asking(cpu, "0")).getSpec().getContainers(0);
    return asking.toBuilder().setName(name).setRestartPolicy(restartPolicy).build();
  }
}
