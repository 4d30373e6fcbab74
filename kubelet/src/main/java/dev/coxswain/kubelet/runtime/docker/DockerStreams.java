package dev.coxswain.kubelet.runtime.docker;

import dev.coxswain.kubelet.runtime.ContainerStreams;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// Logs, exec and attach on raw connections to the engine.
final class DockerStreams implements ContainerStreams {
  private static final int STDERR = 2;
  private static final int BUFFER = 32 * 1024;

  private final DockerClients clients;

  DockerStreams(DockerClients clients) {
    this.clients = clients;
  }

  @Override
  public void copyLogs(String containerId, LogQuery query, OutputStream out) throws IOException {
    boolean tty = isTerminal(containerId);
    try (var socket = DockerSocket.get(clients.socket(), logsPath(containerId, query))) {
      copy(socket.in(), tty, out, out);
    }
  }

  private String logsPath(String id, LogQuery query) {
    return clients.apiPrefix()
        + "/containers/"
        + id
        + "/logs?stdout=1&stderr=1"
        + (query.follow() ? "&follow=1" : "")
        + (query.timestamps() ? "&timestamps=1" : "")
        + (query.tail().isPresent() ? "&tail=" + query.tail().getAsInt() : "")
        + query.since().map(since -> "&since=" + seconds(since)).orElse("");
  }

  private static String seconds(Instant since) {
    return "%d.%09d".formatted(since.getEpochSecond(), since.getNano());
  }

  @Override
  public Session exec(String containerId, List<String> command, Wiring wiring) throws IOException {
    var exec =
        DockerFailures.translate(() ->
            clients
                .control()
                .execCreateCmd(containerId)
                .withAttachStdin(wiring.stdin())
                .withAttachStdout(wiring.stdout())
                .withAttachStderr(wiring.stderr())
                .withTty(wiring.tty())
                .withCmd(command.toArray(String[]::new))
                .exec()
                .getId());
    var socket =
        DockerSocket.upgrade(
            clients.socket(),
            clients.apiPrefix() + "/exec/" + exec + "/start",
            "{\"Detach\":false,\"Tty\":" + wiring.tty() + "}");
    return new ExecSession(socket, exec, wiring.tty());
  }

  @Override
  public Session attach(String containerId, Wiring wiring) throws IOException {
    var socket =
        DockerSocket.upgrade(
            clients.socket(),
            clients.apiPrefix()
                + "/containers/"
                + containerId
                + "/attach?stream=1"
                + (wiring.stdin() ? "&stdin=1" : "")
                + (wiring.stdout() ? "&stdout=1" : "")
                + (wiring.stderr() ? "&stderr=1" : ""),
            "");
    return new AttachSession(socket, containerId, isTerminal(containerId));
  }

  private boolean isTerminal(String containerId) {
    return DockerFailures.translate(() ->
        Boolean.TRUE.equals(
            clients.control().inspectContainerCmd(containerId).exec().getConfig().getTty()));
  }

  private static void copy(InputStream in, boolean tty, OutputStream stdout, OutputStream stderr)
      throws IOException {
    if (tty) {
      copyPlain(in, stdout);
    } else {
      copyFrames(new DataInputStream(in), stdout, stderr);
    }
  }

  private static void copyPlain(InputStream in, OutputStream out) throws IOException {
    var buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  /// Each frame starts with the number of its stream, three zeros and its length.
  private static void copyFrames(DataInputStream in, OutputStream stdout, OutputStream stderr)
      throws IOException {
    var buffer = new byte[BUFFER];
    for (int stream = in.read(); stream >= 0; stream = in.read()) {
      in.skipNBytes(3);
      var out = stream == STDERR ? stderr : stdout;
      for (int left = in.readInt(); left > 0; ) {
        int n = in.read(buffer, 0, Math.min(left, BUFFER));
        if (n < 0) {
          throw new EOFException("the Docker Engine hung up within a frame");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
      out.flush();
    }
  }

  private abstract static class StreamSession implements Session {
    private final DockerSocket socket;
    private final boolean tty;

    StreamSession(DockerSocket socket, boolean tty) {
      this.socket = socket;
      this.tty = tty;
    }

    @Override
    public void copyOutput(OutputStream stdout, OutputStream stderr) throws IOException {
      copy(socket.in(), tty, stdout, stderr);
    }

    @Override
    public void write(byte[] input) throws IOException {
      socket.write(input);
    }

    @Override
    public void closeInput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private final class ExecSession extends StreamSession {
    private final String id;

    ExecSession(DockerSocket socket, String id, boolean tty) {
      super(socket, tty);
      this.id = id;
    }

    @Override
    public void resize(int columns, int rows) {
      DockerFailures.run(() -> clients.control().resizeExecCmd(id).withSize(rows, columns).exec());
    }

    @Override
    public OptionalInt exitCode() {
      var code =
          DockerFailures.translate(
              () -> clients.control().inspectExecCmd(id).exec().getExitCodeLong());
      return code == null ? OptionalInt.empty() : OptionalInt.of(code.intValue());
    }
  }

  private final class AttachSession extends StreamSession {
    private final String id;

    AttachSession(DockerSocket socket, String id, boolean tty) {
      super(socket, tty);
      this.id = id;
    }

    @Override
    public void resize(int columns, int rows) {
      DockerFailures.run(
          () -> clients.control().resizeContainerCmd(id).withSize(rows, columns).exec());
    }

    @Override
    public OptionalInt exitCode() {
      return OptionalInt.empty();
    }
  }
}
