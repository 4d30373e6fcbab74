package dev.coxswain.kubelet;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.ListQuery;
import dev.coxswain.kubelet.access.Reviews;
import dev.coxswain.kubelet.cluster.ApiCluster;
import dev.coxswain.kubelet.cluster.ApiEvents;
import dev.coxswain.kubelet.cluster.FollowedObjects;
import dev.coxswain.kubelet.container.ContainerSpecs;
import dev.coxswain.kubelet.eviction.Evictions;
import dev.coxswain.kubelet.hooks.ContainerHooks;
import dev.coxswain.kubelet.images.Images;
import dev.coxswain.kubelet.network.DockerBridge;
import dev.coxswain.kubelet.node.Capacity;
import dev.coxswain.kubelet.node.Machine;
import dev.coxswain.kubelet.node.NodeKeeper;
import dev.coxswain.kubelet.node.NodeLease;
import dev.coxswain.kubelet.node.PodUsage;
import dev.coxswain.kubelet.node.UsageReader;
import dev.coxswain.kubelet.pod.NodeContext;
import dev.coxswain.kubelet.pod.PodSource;
import dev.coxswain.kubelet.pod.PodWorkers;
import dev.coxswain.kubelet.probes.HttpCheck;
import dev.coxswain.kubelet.probes.PodProber;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.docker.DockerClients;
import dev.coxswain.kubelet.runtime.docker.DockerRuntime;
import dev.coxswain.kubelet.stats.NodeUsage;
import dev.coxswain.kubelet.status.StatusReporter;
import dev.coxswain.kubelet.status.StatusView.Failure;
import dev.coxswain.kubelet.volumes.PodFolders;
import dev.coxswain.kubelet.volumes.Volumes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// One node: everything between the control plane and the container runtime, strung together.
final class Kubelet implements AutoCloseable {
  private static final Duration LEASE_EVERY = Duration.ofSeconds(10);
  private static final Duration RELIST_EVERY = Duration.ofSeconds(10);
  private static final Duration EVICTIONS_EVERY = Duration.ofSeconds(10);
  private static final Duration CIDR_PATIENCE = Duration.ofSeconds(3);
  private static final Duration CIDR_LOOK_AGAIN = Duration.ofMillis(100);

  private final KubeletOptions options;
  private final InstantSource clock;
  private final InformerFactory informers;
  private final EventRecorder recorder;
  private final ContainerRuntime runtime;
  private final NodeKeeper keeper;
  private final NodeLease lease;
  private final Evictions evictions;
  private final StatusReporter reporter;
  private final PodWorkers workers;
  private final PodSource source;
  private final PodFolders folders;
  private final ApiCluster cluster;
  private final FollowedObjects objects;
  private final UsageReader usage;
  private final HttpCheck http = new HttpCheck();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Repeat> running = new ArrayDeque<>();
  private Map<String, PodRecord> lastSeen = Map.of();

  Kubelet(ApiClient api, DockerClients docker, KubeletOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    var settings = options.node();
    informers = new InformerFactory(api);
    recorder = new EventRecorder(api, "kubelet", settings.name(), clock);
    runtime = new DockerRuntime(docker, settings.name(), options.network());
    folders = new PodFolders(options.root());
    var machine = Machine.read(options.root());
    cluster = new ApiCluster(api, informers.informer(Service.class).lister());
    objects = new FollowedObjects(cluster, api, this::wake);
    var events = new ApiEvents(recorder);
    keeper =
        new NodeKeeper(
            cluster, runtime, events, settings, machine, () -> evictions().pressure(), clock);
    lease = new NodeLease(cluster, settings.name(), clock);
    reporter = new StatusReporter(cluster);
    var network =
        new DockerBridge(docker.control(), options.network(), this::podCidr, options.hairpin());
    var facts =
        new NodeContext.Facts(
            settings.name(),
            settings.addresses(),
            Capacity.allocatable(machine, settings),
            options.pauseImage(),
            options.syncFrequency());
    var volumes = new Volumes(folders, objects, objects, clock);
    workers =
        new PodWorkers(
            new NodeContext(
                runtime,
                network,
                new Images(runtime, objects, events, clock, options.serializePulls()),
                volumes,
                new ContainerSpecs(objects, folders, machine.memoryBytes(), options.podPidsLimit()),
                folders,
                new PodProber(runtime, http, events, clock, settings::addresses, this::wake),
                new ContainerHooks(runtime, http),
                events,
                reporter,
                options.dns(),
                facts,
                clock,
                background));
    evictions =
        new Evictions(
            options.evictionThresholds(),
            options.pressureLasts(),
            () -> machine.levels(options.root()),
            new PodUsage(runtime, volumes),
            new Evictable(workers),
            events,
            clock);
    source = new PodSource(workers);
    usage =
        new UsageReader(settings.name(), machine, options.root(), workers::pods, runtime, clock);
  }

  private record Evictable(PodWorkers workers) implements Evictions.Pods {
    @Override
    public List<Pod> all() {
      return workers.pods();
    }

    @Override
    public void evict(Pod pod, Failure why) {
      workers.evict(pod, why);
    }
  }

  private Evictions evictions() {
    return evictions;
  }

  PodWorkers pods() {
    return workers;
  }

  ContainerRuntime runtime() {
    return runtime;
  }

  /// The control plane's word on who may ask this kubelet.
  Reviews reviews() {
    return cluster;
  }

  /// What the node and its pods use.
  NodeUsage usage() {
    return usage.read();
  }

  void start() {
    recorder.start();
    reporter.start();
    running.push(Repeat.start("node-status", options.nodeStatusFrequency(), keeper::sync));
    running.push(Repeat.start("node-lease", LEASE_EVERY, lease::renew));
    running.push(Repeat.start("pod-source", RELIST_EVERY, this::followPodsOnceReady));
    informers.startAll();
    running.push(Repeat.start("relist", RELIST_EVERY, this::relist));
    running.push(Repeat.start("evictions", EVICTIONS_EVERY, evictions::sync));
    runtime.watch(this::wake);
  }

  /// Pods may need the addresses of services, so those come first.
  private synchronized void followPodsOnceReady() {
    if (source.isStarted()) {
      return;
    }
    awaitServices();
    var mine = ListQuery.all().withFieldSelector("spec.nodeName=" + options.node().name());
    var pods = informers.informer(Pod.class, mine);
    pods.addHandler(source);
    source.start();
    pods.start();
  }

  private void awaitServices() {
    try {
      while (!informers.awaitSync(RELIST_EVERY)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for services", e);
    }
  }

  private void wake(String podUid) {
    workers.wake(podUid);
  }

  /// Events may be lost: compares what the runtime has with what it had.
  private void relist() {
    var now = runtime.pods();
    var uids = new TreeSet<>(now.keySet());
    uids.addAll(lastSeen.keySet());
    for (var uid : uids) {
      if (!Objects.equals(now.get(uid), lastSeen.get(uid))) {
        workers.wake(uid);
      }
    }
    lastSeen = now;
    if (source.isStarted() && informers.hasSynced() && source.isDrained()) {
      workers.removeOrphans(now, folders.uids());
    }
  }

  /// The control plane's choice; when it makes none in time, our own.
  private String podCidr() {
    var deadline = clock.instant().plus(CIDR_PATIENCE);
    var given = keeper.podCidr();
    try {
      while (given.isEmpty() && clock.instant().isBefore(deadline)) {
        Thread.sleep(CIDR_LOOK_AGAIN);
        given = keeper.podCidr();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return given.orElse(options.node().podCidr());
  }

  @Override
  public void close() {
    workers.stop();
    source.close();
    while (!running.isEmpty()) {
      running.pop().close();
    }
    objects.close();
    informers.close();
    reporter.close();
    recorder.close();
    runtime.close();
    http.close();
    background.shutdownNow();
  }
}
