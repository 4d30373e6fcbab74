package dev.coxswain.kubelet.container;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import dev.coxswain.kubelet.env.ConfigError;
import dev.coxswain.kubelet.env.Environment;
import dev.coxswain.kubelet.env.Expansion;
import dev.coxswain.kubelet.env.PodFields;
import dev.coxswain.kubelet.env.ResourceFields;
import dev.coxswain.kubelet.runtime.ContainerSpec;
import dev.coxswain.kubelet.runtime.ContainerSpec.Mount;
import dev.coxswain.kubelet.runtime.ContainerSpec.ProcessNamespace;
import dev.coxswain.kubelet.runtime.ContainerSpec.Terminal;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.spec.Limit;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.volumes.PodFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Resolves everything that a container's spec refers to.
public final class ContainerSpecs {
  private static final String DEFAULT_MESSAGE_PATH = "/dev/termination-log";

  private final ClusterObjects objects;
  private final PodFolders folders;
  private final Guard guard;
  private final long memoryCapacity;
  private final long podPidsLimit;

  /// @param memoryCapacity of the node, in bytes
  /// @param podPidsLimit the most processes of a container; 0 for no limit
  public ContainerSpecs(
      ClusterObjects objects, PodFolders folders, long memoryCapacity, long podPidsLimit) {
    this.objects = objects;
    this.folders = folders;
    this.guard = new Guard(new Confinements(folders.seccompProfiles()));
    this.memoryCapacity = memoryCapacity;
    this.podPidsLimit = podPidsLimit;
  }

  /// Where a container is about to be made.
  ///
  /// @param runtime what the pod has already
  /// @param volumes where its volumes are
  public record Place(
      SandboxRecord sandbox,
      PodRecord runtime,
      Map<String, Path> volumes,
      PodFields fields,
      ResourceFields resources) {}

  /// @throws ConfigError if something that it refers to is missing
  public ContainerSpec of(
      Pod pod, PodContainer container, int attempt, ImageRecord image, Place place)
      throws ConfigError {
    var spec = container.spec();
    var environment = new Environment(objects, place.fields(), place.resources()).of(spec);
    var mounts = new ArrayList<Mount>();
    mounts.addAll(Mounts.of(container, place.volumes(), environment));
    mounts.addAll(ownFiles(pod, container, attempt, mounts));
    return new ContainerSpec(
        PodId.of(pod),
        container.name(),
        attempt,
        container.hash(),
        image.id(),
        spec.getImage(),
        expanded(spec.getCommandList(), environment),
        expanded(spec.getArgsList(), environment),
        Environment.lines(environment),
        spec.getWorkingDir(),
        mounts,
        Limit.of(spec.getResources(), pod.getStatus().getQosClass(), memoryCapacity, podPidsLimit),
        guard.of(pod, container, image),
        new Terminal(spec.getStdin(), spec.getStdinOnce(), spec.getTty()),
        processes(pod, container, place),
        place.sandbox().id(),
        spec.getLifecycle().hasStopSignal()
            ? Optional.of(spec.getLifecycle().getStopSignal())
            : Optional.empty());
  }

  private static List<String> expanded(List<String> words, Map<String, String> environment) {
    return words.stream().map(word -> Expansion.expand(word, environment)).toList();
  }

  /// The files that every container of the pod shares, and the one for its last words.
  private List<Mount> ownFiles(Pod pod, PodContainer container, int attempt, List<Mount> before)
      throws ConfigError {
    var uid = pod.getMetadata().getUid();
    var own = new ArrayList<Mount>();
    own.add(mount(folders.hosts(uid), "/etc/hosts"));
    own.add(mount(folders.resolvConf(uid), "/etc/resolv.conf"));
    var path = container.spec().getTerminationMessagePath();
    own.add(
        mount(messageFile(uid, container, attempt), path.isEmpty() ? DEFAULT_MESSAGE_PATH : path));
    var taken = before.stream().map(Mount::containerPath).toList();
    own.removeIf(mount -> taken.contains(mount.containerPath()));
    return own;
  }

  private Path messageFile(String uid, PodContainer container, int attempt) throws ConfigError {
    var file = folders.terminationMessage(uid, container.name(), attempt);
    try {
      Files.createDirectories(file.getParent());
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      return file;
    } catch (IOException e) {
      throw new ConfigError("cannot make " + file + ": " + e.getMessage());
    }
  }

  private static Mount mount(Path host, String path) {
    return new Mount(host.toString(), path, false, "private");
  }

  private static ProcessNamespace processes(Pod pod, PodContainer container, Place place) {
    if (!container.target().isEmpty()) {
      var target = place.runtime().newest(container.target());
      if (target.isPresent()) {
        return new ProcessNamespace.Of(target.get().id());
      }
    }
    if (pod.getSpec().getHostPID()) {
      return new ProcessNamespace.Host();
    }
    return pod.getSpec().getShareProcessNamespace()
        ? new ProcessNamespace.Of(place.sandbox().id())
        : new ProcessNamespace.Own();
  }
}
