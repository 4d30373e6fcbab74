package dev.coxswain.kubelet.server;

import dev.coxswain.kubelet.runtime.ContainerStreams;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;

/// Processes that say on standard output what they hear, and on standard error how they were
/// called.
final class EchoStreams implements ContainerStreams {
  private static final byte[] END = new byte[0];

  @Override
  public void copyLogs(String containerId, LogQuery query, OutputStream out) throws IOException {
    int lines = query.tail().orElse(3);
    for (int i = 0; i < lines; i++) {
      out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public Session exec(String containerId, List<String> command, Wiring wiring) {
    return new Echo(String.join(" ", command), OptionalInt.of(3));
  }

  @Override
  public Session attach(String containerId, Wiring wiring) {
    return new Echo("attached", OptionalInt.empty());
  }

  private static final class Echo implements Session {
    private final String called;
    private final OptionalInt code;
    private final LinkedBlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

    Echo(String called, OptionalInt code) {
      this.called = called;
      this.code = code;
    }

    @Override
    public void copyOutput(OutputStream stdout, OutputStream stderr) throws IOException {
      stderr.write(called.getBytes(StandardCharsets.UTF_8));
      try {
        for (var bytes = heard.take(); bytes.length > 0; bytes = heard.take()) {
          stdout.write(bytes);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void write(byte[] input) {
      heard.add(input);
    }

    @Override
    public void closeInput() {
      heard.add(END);
    }

    @Override
    public void resize(int columns, int rows) {
      heard.add((columns + "x" + rows).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OptionalInt exitCode() {
      return code;
    }

    @Override
    public void close() {
      heard.add(END);
    }
  }
}
