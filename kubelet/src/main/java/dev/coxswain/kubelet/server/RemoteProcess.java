package dev.coxswain.kubelet.server;

import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.meta.v1.StatusCause;
import dev.coxswain.api.meta.v1.StatusDetails;
import dev.coxswain.kubelet.runtime.ContainerStreams;
import dev.coxswain.kubelet.runtime.ContainerStreams.Session;
import dev.coxswain.kubelet.runtime.ContainerStreams.Wiring;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// A process in a container and its streams, whatever carries them to the client.
final class RemoteProcess {
  private final ContainerStreams streams;
  private final String container;
  private final Optional<List<String>> command;
  private final Wiring wiring;

  /// @param container its id
  /// @param command what to run in it; empty for the process that runs already
  /// @throws Refused if nothing would be connected
  RemoteProcess(
      ContainerStreams streams, String container, Optional<List<String>> command, Wiring wiring)
      throws Refused {
    if (!wiring.stdin() && !wiring.stdout() && !wiring.stderr()) {
      throw new Refused(400, "you must specify at least 1 of stdin, stdout, stderr");
    }
    this.streams = streams;
    this.container = container;
    this.command = command;
    this.wiring = wiring;
  }

  /// What a client sends.
  sealed interface Input {
    record Bytes(byte[] bytes) implements Input {}

    /// No more bytes come; output goes on.
    record End() implements Input {}

    record Resize(int columns, int rows) implements Input {}
  }

  /// Where it comes from.
  interface Inputs {
    /// Waits for the next one; empty when the client has gone.
    Optional<Input> next() throws IOException, InterruptedException;
  }

  /// Returns when the process has ended, or the client went away.
  ///
  /// @return how it ended, as the client is told
  Status run(Inputs inputs, OutputStream stdout, OutputStream stderr) {
    try (var session = open()) {
      var input =
          Thread.ofVirtual().name("stdin-" + container).start(() -> copyInput(inputs, session));
      try {
        session.copyOutput(stdout, stderr);
      } finally {
        input.interrupt();
      }
      return command.isPresent() ? ended(session) : success();
    } catch (IOException | RuntimeFailure e) {
      return failure("InternalError", "error executing command in container: " + e.getMessage());
    }
  }

  private Session open() throws IOException {
    return command.isPresent()
        ? streams.exec(container, command.get(), wiring)
        : streams.attach(container, wiring);
  }

  /// Until the client is gone; then the process loses its streams.
  private static void copyInput(Inputs inputs, Session session) {
    try {
      for (var next = inputs.next(); next.isPresent(); next = inputs.next()) {
        switch (next.get()) {
          case Input.Bytes(var bytes) -> session.write(bytes);
          case Input.End _ -> session.closeInput();
          case Input.Resize(int columns, int rows) -> session.resize(columns, rows);
        }
      }
      session.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeFailure e) {
      // The process no longer reads; how it ended is told by its output.
    }
  }

  private static Status ended(Session session) {
    var code = session.exitCode();
    if (code.isEmpty() || code.getAsInt() == 0) {
      return success();
    }
    var cause =
        StatusCause.newBuilder()
            .setReason("ExitCode")
            .setMessage(Integer.toString(code.getAsInt()));
    return failure(
            "NonZeroExitCode",
            "command terminated with non-zero exit code: exit status " + code.getAsInt())
        .toBuilder()
        .setDetails(StatusDetails.newBuilder().addCauses(cause))
        .build();
  }

  private static Status success() {
    return Status.newBuilder()
        .setMetadata(ListMeta.getDefaultInstance())
        .setStatus("Success")
        .build();
  }

  private static Status failure(String reason, String message) {
    return Status.newBuilder()
        .setMetadata(ListMeta.getDefaultInstance())
        .setStatus("Failure")
        .setReason(reason)
        .setMessage(message)
        .setCode(reason.equals("InternalError") ? 500 : 0)
        .build();
  }
}
