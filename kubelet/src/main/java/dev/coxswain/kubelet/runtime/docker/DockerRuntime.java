package dev.coxswain.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.api.model.Frame;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.ContainerSpec;
import dev.coxswain.kubelet.runtime.ContainerStreams;
import dev.coxswain.kubelet.runtime.ExecResult;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.RegistryLogin;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.runtime.RuntimeInfo;
import dev.coxswain.kubelet.runtime.SandboxSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Runs pods on a Docker Engine.
///
/// Everything that we make carries the node's name, so that several nodes may share one engine.
public final class DockerRuntime implements ContainerRuntime {
  private static final Duration TAIL_PATIENCE = Duration.ofSeconds(10);

  private final DockerClients clients;
  private final DockerClient control;
  private final DockerStreams streams;
  private final String node;
  private final String network;

  private final DockerImages images;
  private final DockerInventory inventory;
  private volatile boolean closed;

  /// @param network the engine's network that pods are connected to
  public DockerRuntime(DockerClients clients, String node, String network) {
    this.clients = clients;
    this.control = clients.control();
    this.streams = new DockerStreams(clients);
    this.images = new DockerImages(clients);
    this.inventory = new DockerInventory(control, images, node, network);
    this.node = node;
    this.network = network;
  }

  @Override
  public RuntimeInfo info() {
    var info = DockerFailures.translate(() -> control.infoCmd().exec());
    return new RuntimeInfo(
        "docker",
        info.getServerVersion(),
        info.getNCPU(),
        info.getMemTotal(),
        info.getKernelVersion(),
        info.getOperatingSystem());
  }

  @Override
  public Map<String, PodRecord> pods() {
    return inventory.pods();
  }

  @Override
  public PodRecord pod(String uid) {
    return inventory.pod(uid);
  }

  @Override
  public String startSandbox(SandboxSpec spec) {
    return DockerFailures.translate(() -> {
      var request = control.createContainerCmd(spec.image());
      DockerRequests.fill(request, spec, network, node);
      var id = request.exec().getId();
      startOrRemove(id);
      return id;
    });
  }

  /// A sandbox that can't be started would only block its name.
  private void startOrRemove(String id) {
    try {
      control.startContainerCmd(id).exec();
    } catch (RuntimeException e) {
      control.removeContainerCmd(id).withForce(true).exec();
      throw e;
    }
  }

  @Override
  public String createContainer(ContainerSpec spec) {
    return DockerFailures.translate(() -> {
      var request = control.createContainerCmd(spec.image());
      DockerRequests.fill(request, spec, node);
      return request.exec().getId();
    });
  }

  @Override
  public void startContainer(String id) {
    DockerFailures.run(() -> control.startContainerCmd(id).exec());
  }

  @Override
  public void resize(String id, ContainerSpec.Limits limits) {
    try {
      DockerFailures.run(() -> {
        var request = control.updateContainerCmd(id);
        DockerRequests.fill(request, limits);
        request.exec();
      });
    } finally {
      inventory.forget(id);
    }
  }

  @Override
  public void stop(String id, Duration grace) {
    try {
      DockerFailures.run(() -> {
        if (grace.isZero()) {
          control.killContainerCmd(id).exec();
          clients.streaming().waitContainerCmd(id).start().awaitStatusCode();
        } else {
          clients
              .streaming()
              .stopContainerCmd(id)
              .withTimeout(Math.toIntExact(Math.max(1, grace.toSeconds())))
              .exec();
        }
      });
    } catch (RuntimeFailure failure) {
      if (!isSettled(failure.getCause())) {
        throw failure;
      }
    }
  }

  private static boolean isSettled(Throwable cause) {
    return cause instanceof NotFoundException
        || cause instanceof NotModifiedException
        || cause instanceof ConflictException;
  }

  @Override
  public void remove(String id) {
    try {
      DockerFailures.run(
          () -> control.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec());
    } catch (RuntimeFailure failure) {
      if (!isSettled(failure.getCause())) {
        throw failure;
      }
    }
    inventory.forget(id);
  }

  @Override
  public Optional<ImageRecord> image(String name) {
    return images.find(name);
  }

  @Override
  public List<ImageRecord> images() {
    return images.all();
  }

  @Override
  public void pull(String image, Optional<RegistryLogin> login) throws InterruptedException {
    images.pull(image, login);
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration timeout)
      throws InterruptedException, TimeoutException {
    var output = new ByteArrayOutputStream();
    var exec =
        DockerFailures.translate(() ->
            control
                .execCreateCmd(containerId)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withCmd(command.toArray(String[]::new))
                .exec());
    boolean ended;
    try (var collected = clients.streaming().execStartCmd(exec.getId()).exec(collect(output))) {
      ended = collected.await(timeout);
    } catch (IOException | RuntimeException e) {
      throw DockerFailures.failure(e);
    }
    if (!ended) {
      kill(exec.getId());
      throw new TimeoutException("command %s timed out after %s".formatted(command, timeout));
    }
    var code =
        DockerFailures.translate(
            () -> control.inspectExecCmd(exec.getId()).exec().getExitCodeLong());
    return new ExecResult(
        code == null ? -1 : code.intValue(), output.toString(StandardCharsets.UTF_8));
  }

  /// The engine can't end a command, but the node can: its processes are ours as well.
  private void kill(String execId) {
    var pid = DockerFailures.translate(() -> control.inspectExecCmd(execId).exec().getPidLong());
    Optional.ofNullable(pid)
        .filter(id -> id > 0)
        .flatMap(ProcessHandle::of)
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public String tail(String containerId, int lines, int bytes) {
    var output = new ByteArrayOutputStream();
    var request =
        control.logContainerCmd(containerId).withStdOut(true).withStdErr(true).withTail(lines);
    try (var collected = request.exec(collect(output))) {
      collected.await(TAIL_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      throw DockerFailures.failure(e);
    }
    var text = output.toString(StandardCharsets.UTF_8);
    return text.length() <= bytes ? text : text.substring(text.length() - bytes);
  }

  private static Reception<Frame> collect(ByteArrayOutputStream output) {
    return new Reception<>(frame -> output.writeBytes(frame.getPayload()));
  }

  @Override
  public ContainerStreams streams() {
    return streams;
  }

  @Override
  public void watch(Consumer<String> podUid) {
    Thread.ofVirtual().name("docker-events").start(() -> new DockerEvents(this, podUid).follow());
  }

  boolean isClosed() {
    return closed;
  }

  /// Connects once and returns when the engine hangs up.
  void followEvents(Consumer<String> podUid) throws InterruptedException {
    var callback = new Reception<Event>(event -> uid(event).ifPresent(podUid));
    try (var following =
        clients
            .streaming()
            .eventsCmd()
            .withEventTypeFilter(EventType.CONTAINER)
            .withEventFilter("start", "die", "oom", "destroy")
            .withLabelFilter(Map.of(Labels.NODE, node))
            .exec(callback)) {
      following.await();
    } catch (IOException | RuntimeException e) {
      throw DockerFailures.failure(e);
    }
  }

  private static Optional<String> uid(Event event) {
    return Optional.ofNullable(event.getActor())
        .map(EventActor::getAttributes)
        .map(attributes -> attributes.get(Labels.UID));
  }

  @Override
  public void close() {
    closed = true;
    clients.close();
  }
}
