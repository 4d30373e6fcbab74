package dev.coxswain.kubelet.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The byte streams of containers.
public interface ContainerStreams {

  /// Which part of a container's output is wanted.
  ///
  /// @param tail at most so many of the last lines
  record LogQuery(boolean follow, Optional<Instant> since, OptionalInt tail, boolean timestamps) {}

  /// What is connected of a process.
  record Wiring(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}

  /// A live connection to a process. Output and input may be used by different threads.
  interface Session extends AutoCloseable {
    /// Copies output until the process ends or closes it; in a terminal everything comes on
    /// `stdout`.
    void copyOutput(OutputStream stdout, OutputStream stderr) throws IOException;

    void write(byte[] input) throws IOException;

    /// Tells the process that no more input comes.
    void closeInput() throws IOException;

    void resize(int columns, int rows) throws IOException;

    /// The exit code, once all output was copied; empty for attachments, and for a process that has
    /// not ended.
    OptionalInt exitCode();

    @Override
    void close();
  }

  /// Copies a container's output, both streams in one.
  void copyLogs(String containerId, LogQuery query, OutputStream out) throws IOException;

  Session exec(String containerId, List<String> command, Wiring wiring) throws IOException;

  Session attach(String containerId, Wiring wiring) throws IOException;
}
