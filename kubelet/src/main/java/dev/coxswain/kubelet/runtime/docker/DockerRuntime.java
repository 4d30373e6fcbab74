package dev.coxswain.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.ContainerSpec;
import dev.coxswain.kubelet.runtime.ContainerStreams;
import dev.coxswain.kubelet.runtime.ExecResult;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.RegistryLogin;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.runtime.RuntimeInfo;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.runtime.SandboxSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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

  /// What was read of containers whose state can't change without a new state word.
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private final Map<String, String> imageReferences = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// @param network the engine's network that pods are connected to
  public DockerRuntime(DockerClients clients, String node, String network) {
    this.clients = clients;
    this.control = clients.control();
    this.streams = new DockerStreams(clients);
    this.node = node;
    this.network = network;
  }

  private record Seen(String state, InspectContainerResponse answer) {}

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
    var byPod = new TreeMap<String, List<Container>>();
    var all = list(Map.of(Labels.NODE, node));
    for (var container : all) {
      var uid = Labels.pod(container.getLabels()).uid();
      byPod.computeIfAbsent(uid, _ -> new ArrayList<>()).add(container);
    }
    seen.keySet().retainAll(all.stream().map(Container::getId).toList());
    var pods = new TreeMap<String, PodRecord>();
    byPod.forEach((uid, containers) -> pods.put(uid, record(containers)));
    return pods;
  }

  @Override
  public PodRecord pod(String uid) {
    return record(list(Map.of(Labels.NODE, node, Labels.UID, uid)));
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
    seen.remove(id);
  }

  @Override
  public Optional<ImageRecord> image(String name) {
    try {
      return DockerFailures.translate(() -> {
        var image = control.inspectImageCmd(name).exec();
        var config = image.getConfig();
        return Optional.of(
            new ImageRecord(
                image.getId(),
                orEmpty(image.getRepoTags()),
                orEmpty(image.getRepoDigests()),
                image.getSize(),
                config == null || config.getUser() == null ? "" : config.getUser()));
      });
    } catch (RuntimeFailure failure) {
      if (failure.getCause() instanceof NotFoundException) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public List<ImageRecord> images() {
    return DockerFailures.translate(() -> control.listImagesCmd().exec()).stream()
        .map(DockerRuntime::image)
        .toList();
  }

  private static ImageRecord image(Image image) {
    return new ImageRecord(
        image.getId(),
        named(image.getRepoTags()),
        named(image.getRepoDigests()),
        image.getSize(),
        "");
  }

  private static List<String> named(String[] references) {
    return references == null
        ? List.of()
        : Arrays.stream(references).filter(name -> !name.startsWith("<none>")).toList();
  }

  @Override
  public void pull(String image, Optional<RegistryLogin> login) throws InterruptedException {
    var request = clients.streaming().pullImageCmd(ImageNames.withTag(image));
    login.ifPresent(l ->
        request.withAuthConfig(
            new AuthConfig()
                .withRegistryAddress(l.registry())
                .withUsername(l.username())
                .withPassword(l.password())));
    try (var pulled = request.exec(new Reception<>(DockerRuntime::checkPull))) {
      pulled.await();
    } catch (IOException | RuntimeException e) {
      throw DockerFailures.failure(e);
    }
  }

  private static void checkPull(PullResponseItem item) {
    if (item.isErrorIndicated() && item.getErrorDetail() != null) {
      throw new RuntimeFailure("Error response from daemon: " + item.getErrorDetail().getMessage());
    }
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

  private List<Container> list(Map<String, String> labels) {
    return DockerFailures.translate(
        () -> control.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  private PodRecord record(List<Container> containers) {
    var sandboxes = new ArrayList<SandboxRecord>();
    var others = new ArrayList<ContainerRecord>();
    for (var container : containers) {
      inspect(container)
          .ifPresent(answer -> {
            if (Labels.isSandbox(container.getLabels())) {
              sandboxes.add(DockerRecords.sandbox(answer, network));
            } else {
              others.add(DockerRecords.container(answer, reference(answer.getImageId())));
            }
          });
    }
    return new PodRecord(sandboxes, others);
  }

  private Optional<InspectContainerResponse> inspect(Container container) {
    var known = seen.get(container.getId());
    if (known != null && known.state().equals(container.getState())) {
      return Optional.of(known.answer());
    }
    try {
      var answer =
          DockerFailures.translate(() -> control.inspectContainerCmd(container.getId()).exec());
      var state = answer.getState().getStatus();
      if ("running".equals(state) || "exited".equals(state)) {
        seen.put(container.getId(), new Seen(state, answer));
      }
      return Optional.of(answer);
    } catch (RuntimeFailure failure) {
      if (failure.getCause() instanceof NotFoundException) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private String reference(String imageId) {
    return imageReferences.computeIfAbsent(
        imageId, id -> image(id).map(ImageRecord::reference).orElse("docker://" + id));
  }

  private static List<String> orEmpty(List<String> list) {
    return list == null ? List.of() : list;
  }
}
