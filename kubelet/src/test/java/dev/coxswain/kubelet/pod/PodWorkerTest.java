package dev.coxswain.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.container.ContainerSpecs;
import dev.coxswain.kubelet.dns.ResolvConf;
import dev.coxswain.kubelet.dns.ResolvConf.ClusterDns;
import dev.coxswain.kubelet.images.Images;
import dev.coxswain.kubelet.network.PodNetwork;
import dev.coxswain.kubelet.probes.ContainerHealth;
import dev.coxswain.kubelet.probes.Prober;
import dev.coxswain.kubelet.runtime.FakeRuntime;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.status.StatusSink;
import dev.coxswain.kubelet.volumes.PodFolders;
import dev.coxswain.kubelet.volumes.Volumes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pod's whole life on a fake runtime and a clock that stands still until it is told to move.
class PodWorkerTest {
  @TempDir Path root;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private final FakeRuntime runtime = new FakeRuntime(clock).withImage("pause").withImage("app");
  private final List<String> events = new ArrayList<>();
  private final Statuses statuses = new Statuses();
  private NodeContext node;

  @BeforeEach
  void node() {
    Events recorder =
        (Message _, String _, Events.Type _, String reason, String _) -> events.add(reason);
    var objects = new NoObjects();
    var folders = new PodFolders(root);
    node =
        new NodeContext(
            runtime,
            new NoNetwork(),
            new Images(runtime, objects, recorder, clock, true),
            new Volumes(folders, objects, clock),
            new ContainerSpecs(objects, folders, 1L << 30, 0),
            folders,
            new NoProber(),
            (_, _, _, _, _) -> Optional.empty(),
            recorder,
            statuses,
            new ClusterDns(
                List.of("10.96.0.10"),
                "cluster.local",
                new ResolvConf(List.of(), List.of(), List.of())),
            new NodeContext.Facts(
                "node", List.of("192.0.2.1"), Map.of(), "pause", Duration.ofMinutes(1)),
            clock,
            Runnable::run);
  }

  @Test
  void startsAPod() throws InterruptedException {
    var worker = worker(Pods.pod("Always", "a"));

    settle(worker);

    assertThat(statuses.last.getPhase()).isEqualTo("Running");
    assertThat(statuses.last.getPodIP()).isNotEmpty();
    assertThat(events).containsExactly("Pulled", "Created", "Started");
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

    now = now.plusSeconds(11);
    settle(worker);
    assertThat(runtime.pod(Pods.UID).newest("a").orElseThrow().attempt()).isEqualTo(2);
    assertThat(statuses.last.getContainerStatuses(0).getState().hasRunning()).isTrue();
    assertThat(events).contains("BackOff");
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

    worker.update(Pods.deleted(pod, now, 5));
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
    assertThat(reason()).isEqualTo("ErrImagePull");
    now = now.plusSeconds(3);
    settle(worker);
    assertThat(reason()).isEqualTo("ImagePullBackOff");
  }

  @Test
  void failsAPodThatRanTooLong() throws InterruptedException {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder().setActiveDeadlineSeconds(60);
    var worker = worker(pod.build());
    settle(worker);

    now = now.plusSeconds(61);
    settle(worker);

    assertThat(statuses.last.getPhase()).isEqualTo("Failed");
    assertThat(statuses.last.getReason()).isEqualTo("DeadlineExceeded");
    assertThat(runtime.pod(Pods.UID).running()).isEmpty();
  }

  private String reason() {
    return statuses.last.getContainerStatuses(0).getState().getWaiting().getReason();
  }

  private PodWorker worker(Pod pod) {
    return new PodWorker(node, pod, () -> {});
  }

  /// Lets the worker go on until it wants to wait, and then look once more: that was the wake-up of
  /// a container's end.
  private static void settle(PodWorker worker) throws InterruptedException {
    for (int looks = 0; looks < 2; looks++) {
      int steps = 0;
      while (worker.sync() instanceof PodWorker.Next.Now) {
        assertThat(++steps).as("steps").isLessThan(20);
      }
    }
  }

  private static final class Statuses implements StatusSink {
    private PodStatus last = PodStatus.getDefaultInstance();
    private boolean removable;

    @Override
    public void publish(Pod pod, PodStatus status) {
      last = status;
    }

    @Override
    public void publishLast(Pod pod, PodStatus status) {
      last = status;
      removable = true;
    }

    @Override
    public void forget(String uid) {
      removable = false;
    }
  }

  private static final class NoNetwork implements PodNetwork {
    @Override
    public void prepare() {
      // The fake runtime has addresses of its own.
    }

    @Override
    public void connected(SandboxRecord sandbox) {
      // Nothing to adjust.
    }
  }

  private static final class NoProber implements Prober {
    @Override
    public void observe(Pod pod, PodRecord runtime, boolean terminating) {
      // Every container is well.
    }

    @Override
    public Map<String, ContainerHealth> health(String podUid) {
      return Map.of();
    }

    @Override
    public void forget(String podUid) {
      // Nothing is known.
    }
  }

  private static final class NoObjects implements ClusterObjects {
    @Override
    public Optional<ConfigMap> fetchConfigMap(ObjectKey key) {
      return Optional.empty();
    }

    @Override
    public Optional<Secret> fetchSecret(ObjectKey key) {
      return Optional.empty();
    }

    @Override
    public Optional<PersistentVolumeClaim> fetchClaim(ObjectKey key) {
      return Optional.empty();
    }

    @Override
    public Optional<PersistentVolume> fetchVolume(String name) {
      return Optional.empty();
    }

    @Override
    public TokenRequest requestToken(ObjectKey serviceAccount, TokenRequest request) {
      throw new UnsupportedOperationException("no test asks for a token");
    }

    @Override
    public List<Service> services(String namespace) {
      return List.of();
    }
  }
}
