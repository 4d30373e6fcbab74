package dev.coxswain.kubelet.runtime;

import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A container runtime in memory, whose containers do what the test says.
public final class FakeRuntime implements ContainerRuntime {
  private final InstantSource clock;
  private final Map<String, SandboxRecord> sandboxes = new TreeMap<>();
  private final Map<String, ContainerRecord> containers = new TreeMap<>();
  private final Map<String, ImageRecord> images = new TreeMap<>();
  private final List<String> stops = new ArrayList<>();
  private Optional<ContainerStreams> streams = Optional.empty();
  private long memoryInUse;
  private int ids;

  public FakeRuntime(InstantSource clock) {
    this.clock = clock;
  }

  public FakeRuntime withImage(String name) {
    images.put(name, new ImageRecord("sha256:" + name, List.of(name), List.of(), 1, ""));
    return this;
  }

  public FakeRuntime withStreams(ContainerStreams given) {
    streams = Optional.of(given);
    return this;
  }

  /// A process ends on its own.
  public void exit(String containerName, int code, String reason) {
    var running =
        containers.values().stream()
            .filter(c -> c.name().equals(containerName) && c.isRunning())
            .findFirst()
            .orElseThrow();
    end(running, code, reason);
  }

  /// The pause process dies.
  public void killSandbox() {
    sandboxes.replaceAll((_, s) -> stopped(s));
  }

  /// `name grace` of each container that was asked to stop.
  public List<String> stops() {
    return List.copyOf(stops);
  }

  @Override
  public RuntimeInfo info() {
    return new RuntimeInfo("fake", "1", 2, 1L << 30, "linux", "none");
  }

  @Override
  public Map<String, PodRecord> pods() {
    return Stream.concat(
            sandboxes.values().stream().map(s -> s.pod().uid()),
            containers.values().stream().map(c -> c.pod().uid()))
        .distinct()
        .collect(Collectors.toMap(uid -> uid, this::pod, (a, _) -> a, TreeMap::new));
  }

  @Override
  public PodRecord pod(String uid) {
    return new PodRecord(
        sandboxes.values().stream().filter(s -> s.pod().uid().equals(uid)).toList(),
        containers.values().stream().filter(c -> c.pod().uid().equals(uid)).toList());
  }

  @Override
  public String startSandbox(SandboxSpec spec) {
    requireImage(spec.image());
    var id = "sandbox-" + ++ids;
    var ip = spec.shares().network() ? "" : "10.0.0." + ids;
    sandboxes.put(
        id,
        new SandboxRecord(id, spec.pod(), spec.attempt(), clock.instant(), true, ip, 100 + ids));
    return id;
  }

  @Override
  public String createContainer(ContainerSpec spec) {
    requireImage(spec.imageName());
    if (!sandboxes.containsKey(spec.sandboxId())) {
      throw new RuntimeFailure("no such sandbox: " + spec.sandboxId());
    }
    var id = "container-" + ++ids;
    containers.put(
        id,
        new ContainerRecord(
            id,
            spec.pod(),
            spec.name(),
            spec.attempt(),
            spec.sandboxId(),
            spec.hash(),
            spec.limits(),
            spec.imageName(),
            "docker://" + spec.image(),
            clock.instant(),
            new State.Created()));
    return id;
  }

  @Override
  public void startContainer(String id) {
    var container = containers.get(id);
    if (container == null) {
      throw new RuntimeFailure("no such container: " + id);
    }
    containers.put(id, with(container, new State.Running(clock.instant(), 200)));
  }

  /// It never takes less memory than this away from a container.
  public FakeRuntime withMemoryInUse(long bytes) {
    memoryInUse = bytes;
    return this;
  }

  @Override
  public void resize(String id, ContainerSpec.Limits limits) {
    if (limits.memoryBytes() > 0 && limits.memoryBytes() < memoryInUse) {
      throw new RuntimeFailure("device or resource busy");
    }
    containers.computeIfPresent(id, (_, c) -> with(c, limits, c.state()));
  }

  @Override
  public void stop(String id, Duration grace) {
    var container = containers.get(id);
    if (container != null && container.isRunning()) {
      stops.add(container.name() + " " + grace.toSeconds());
      end(container, 143, "Error");
    }
    sandboxes.computeIfPresent(id, (_, sandbox) -> stopped(sandbox));
  }

  @Override
  public void remove(String id) {
    containers.remove(id);
    sandboxes.remove(id);
  }

  @Override
  public Optional<ImageRecord> image(String name) {
    return Optional.ofNullable(images.get(name));
  }

  @Override
  public List<ImageRecord> images() {
    return List.copyOf(images.values());
  }

  @Override
  public void pull(String image, Optional<RegistryLogin> login) {
    throw new RuntimeFailure("no registry");
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration timeout) {
    if (!containers.containsKey(containerId)) {
      throw new RuntimeFailure("no such container: " + containerId);
    }
    return new ExecResult(0, "");
  }

  @Override
  public String tail(String containerId, int lines, int bytes) {
    return "";
  }

  @Override
  public ContainerStreams streams() {
    return streams.orElseThrow(
        () -> new UnsupportedOperationException("this runtime was given no streams"));
  }

  @Override
  public void watch(Consumer<String> podUid) {
    // Tests look when they want to.
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private void requireImage(String name) {
    if (!images.containsKey(name)) {
      throw new RuntimeFailure("no such image: " + name);
    }
  }

  private void end(ContainerRecord container, int code, String reason) {
    var started = started(container);
    containers.put(
        container.id(),
        with(container, new State.Exited(started, clock.instant(), code, reason, "")));
  }

  private static Instant started(ContainerRecord container) {
    return container.state() instanceof State.Running running
        ? running.since()
        : container.created();
  }

  private static SandboxRecord stopped(SandboxRecord s) {
    return new SandboxRecord(s.id(), s.pod(), s.attempt(), s.created(), false, "", 0);
  }

  private static ContainerRecord with(ContainerRecord c, State state) {
    return with(c, c.limits(), state);
  }

  private static ContainerRecord with(ContainerRecord c, ContainerSpec.Limits limits, State state) {
    return new ContainerRecord(
        c.id(),
        c.pod(),
        c.name(),
        c.attempt(),
        c.sandboxId(),
        c.specHash(),
        limits,
        c.image(),
        c.imageId(),
        c.created(),
        state);
  }
}
