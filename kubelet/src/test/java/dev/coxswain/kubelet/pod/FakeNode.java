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
import dev.coxswain.kubelet.cluster.ClusterObjects;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.cluster.ObjectFollower;
import dev.coxswain.kubelet.container.ContainerSpecs;
import dev.coxswain.kubelet.dns.ResolvConf;
import dev.coxswain.kubelet.dns.ResolvConf.ClusterDns;
import dev.coxswain.kubelet.hooks.Hooks;
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
import java.util.TreeMap;

/// A node for pod workers: a runtime in memory, a clock that stands still until it is told to move,
/// and a record of what was told to others.
final class FakeNode {
  final InstantSource clock = () -> this.now;
  final FakeRuntime runtime = new FakeRuntime(clock).withImage("pause").withImage("app");

  /// The reasons of all events, in order.
  final List<String> events = new ArrayList<>();

  final Statuses statuses = new Statuses();
  final Map<String, ContainerHealth> health = new TreeMap<>();

  /// What hooks do; they succeed at once unless told otherwise.
  Hooks hooks = (_, _, _) -> Optional.empty();

  private final Path root;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  FakeNode(Path root) {
    this.root = root;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  NodeContext context() {
    Events recorder =
        (Message _, String _, Events.Type _, String reason, String _) -> events.add(reason);
    var objects = new NoObjects();
    var folders = new PodFolders(root);
    return new NodeContext(
        runtime,
        new NoNetwork(),
        new Images(runtime, objects, recorder, clock, true),
        new Volumes(folders, objects, objects, clock),
        new ContainerSpecs(objects, folders, 1L << 30, 0),
        folders,
        new FixedHealth(),
        (handler, target, atMost) -> hooks.run(handler, target, atMost),
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

  /// Lets the worker go on until it wants to wait, and then look once more: that was the wake-up of
  /// a container's end.
  static void settle(PodWorker worker) throws InterruptedException {
    for (int looks = 0; looks < 2; looks++) {
      int steps = 0;
      while (worker.sync() instanceof PodWorker.Next.Now) {
        assertThat(++steps).as("steps").isLessThan(20);
      }
    }
  }

  /// Why a container doesn't run.
  String waitingFor(int container) {
    return statuses.last.getContainerStatuses(container).getState().getWaiting().getReason();
  }

  static final class Statuses implements StatusSink {
    PodStatus last = PodStatus.getDefaultInstance();
    boolean removable;

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

  private final class FixedHealth implements Prober {
    @Override
    public void observe(Pod pod, PodRecord runtime, boolean terminating) {
      // What the test says stands.
    }

    @Override
    public Map<String, ContainerHealth> health(String podUid) {
      return Map.copyOf(health);
    }

    @Override
    public void forget(String podUid) {
      health.clear();
    }
  }

  private static final class NoObjects implements ClusterObjects, ObjectFollower {
    @Override
    public void follow(Pod pod) {
      // Nothing ever changes.
    }

    @Override
    public void forget(String podUid) {
      // Nothing was followed.
    }

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
