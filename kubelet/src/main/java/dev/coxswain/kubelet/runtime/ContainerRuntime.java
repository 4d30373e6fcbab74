package dev.coxswain.kubelet.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// What a node needs of a container runtime. Every call blocks, has a deadline, and fails with a
/// [RuntimeFailure].
///
/// The runtime is the truth: whatever a kubelet knows of its containers it can learn again from
/// here.
public interface ContainerRuntime extends AutoCloseable {

  RuntimeInfo info();

  /// Everything that belongs to pods of this node, by uid of the pod.
  Map<String, PodRecord> pods();

  /// Everything that belongs to one pod; [PodRecord#nothing] when it has nothing.
  PodRecord pod(String uid);

  /// Makes and starts a pod's sandbox.
  ///
  /// @return its id
  String startSandbox(SandboxSpec spec);

  /// Makes a container in a sandbox that runs.
  ///
  /// @return its id
  String createContainer(ContainerSpec spec);

  void startContainer(String id);

  /// Holds a container to other limits, while it runs. Those on processes stay as they are.
  ///
  /// @throws RuntimeFailure if that can't be, such as less memory than it uses
  void resize(String id, ContainerSpec.Limits limits);

  /// Sends the stop signal, and kills what is still there after the grace period. Returns when the
  /// container is not running; one that is gone or never ran is no failure. Another call with a
  /// shorter grace period cuts this one short.
  void stop(String id, Duration grace);

  /// Forgets a sandbox or container; one that runs is killed, one that is gone is no failure.
  void remove(String id);

  Optional<ImageRecord> image(String name);

  List<ImageRecord> images();

  /// @throws InterruptedException if the pull was called off
  void pull(String image, Optional<RegistryLogin> login) throws InterruptedException;

  /// Runs a command to its end, without input.
  ///
  /// @throws TimeoutException if it takes longer; the command is killed, what it started may go on
  ExecResult exec(String containerId, List<String> command, Duration timeout)
      throws InterruptedException, TimeoutException;

  /// The end of a container's output.
  String tail(String containerId, int lines, int bytes);

  ContainerStreams streams();

  /// Tells the uid of a pod whenever one of its containers starts or ends, until the runtime is
  /// closed. Events may be lost.
  void watch(Consumer<String> podUid);

  @Override
  void close();
}
