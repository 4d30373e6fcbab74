package dev.coxswain.kubelet.runtime;

import java.time.Instant;
import java.util.Objects;

/// A container as the runtime knows it.
///
/// @param attempt how many containers of that name the pod had before this one
/// @param limits what the runtime holds it to now
/// @param sandboxId the sandbox that it was made in
/// @param specHash what of the spec the container was made from, see [ContainerSpec#hash]
public record ContainerRecord(
    String id,
    PodId pod,
    String name,
    int attempt,
    String sandboxId,
    String specHash,
    ContainerSpec.Limits limits,
    String image,
    String imageId,
    Instant created,
    State state) {

  /// What the container is doing.
  public sealed interface State {
    /// Made, but nobody has started it yet.
    record Created() implements State {}

    /// @param pid its first process, in the eyes of the node
    record Running(Instant since, int pid) implements State {}

    /// @param reason upstream's word for it: Completed, Error, OOMKilled or ContainerCannotRun
    record Exited(Instant started, Instant finished, int code, String reason, String message)
        implements State {
      public Exited {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
      }
    }
  }

  public boolean isRunning() {
    return state instanceof State.Running;
  }

  public boolean isExited() {
    return state instanceof State.Exited;
  }
}
