package dev.coxswain.kubelet.runtime;

import java.util.List;
import java.util.Optional;

/// What a container is made from; everything in it is resolved, so that a runtime only has to obey.
///
/// @param image the image's id, or its name
/// @param imageName the image as the user wrote it
/// @param hash changes when a running container no longer is what the pod asks for
/// @param command replaces the image's entry point; empty keeps it
/// @param args replaces the image's arguments; empty keeps them unless there is a command
/// @param env `NAME=value`, in order
public record ContainerSpec(
    PodId pod,
    String name,
    int attempt,
    String hash,
    String image,
    String imageName,
    List<String> command,
    List<String> args,
    List<String> env,
    String workingDir,
    List<Mount> mounts,
    Limits limits,
    Security security,
    Terminal terminal,
    ProcessNamespace pidNamespace,
    String sandboxId,
    Optional<String> stopSignal) {

  public ContainerSpec {
    command = List.copyOf(command);
    args = List.copyOf(args);
    env = List.copyOf(env);
    mounts = List.copyOf(mounts);
  }

  /// A path of the node inside the container.
  ///
  /// @param propagation `private`, `rslave` or `rshared`
  public record Mount(
      String hostPath, String containerPath, boolean readOnly, String propagation) {}

  /// @param cpuShares the weight against others; 0 leaves it to the runtime
  /// @param cpuMillis the most it may use; 0 for no limit
  /// @param memoryBytes 0 for no limit
  /// @param pids 0 for no limit
  public record Limits(
      long cpuShares, long cpuMillis, long memoryBytes, long pids, int oomScoreAdjust) {}

  /// @param user `uid[:gid]`; empty keeps the image's
  public record Security(
      String user,
      List<Long> supplementalGroups,
      boolean privileged,
      boolean readOnlyRoot,
      boolean noNewPrivileges,
      List<String> addedCapabilities,
      List<String> droppedCapabilities,
      Confinement confinement) {}

  /// What the kernel's security modules hold the container to; empty keeps the runtime's own.
  ///
  /// @param seccomp `unconfined`, or a profile as JSON
  /// @param appArmor `unconfined`, or the name of a profile that the kernel has
  /// @param seLinux `user:…`, `role:…`, `type:…`, `level:…`, as far as they are given
  public record Confinement(
      Optional<String> seccomp, Optional<String> appArmor, List<String> seLinux) {
    public Confinement {
      seLinux = List.copyOf(seLinux);
    }
  }

  /// What the container's standard streams are.
  public record Terminal(boolean stdin, boolean stdinOnce, boolean tty) {}

  /// Whose processes the container sees.
  public sealed interface ProcessNamespace {
    record Own() implements ProcessNamespace {}

    record Host() implements ProcessNamespace {}

    /// That of another container, by its id.
    record Of(String containerId) implements ProcessNamespace {}
  }
}
