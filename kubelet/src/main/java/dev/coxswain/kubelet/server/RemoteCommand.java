package dev.coxswain.kubelet.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.meta.v1.StatusCause;
import dev.coxswain.api.meta.v1.StatusDetails;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.kubelet.runtime.ContainerStreams;
import dev.coxswain.kubelet.runtime.ContainerStreams.Session;
import dev.coxswain.kubelet.runtime.ContainerStreams.Wiring;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/// `/exec` and `/attach`: a process's streams as channels of one WebSocket. The first byte of a
/// message is its channel.
final class RemoteCommand {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int RESIZE = 4;

  /// What follows is the number of a channel that is closed.
  private static final int CLOSE = 255;

  private static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Targets targets;
  private final ContainerStreams streams;

  RemoteCommand(Targets targets, ContainerStreams streams) {
    this.targets = targets;
    this.streams = streams;
  }

  /// Returns when the process has ended, or the client went away.
  void serve(Call call, Channel channel, FullHttpRequest request)
      throws Refused, IOException, InterruptedException {
    int size = call.path().size();
    if (size != 4 && size != 5) {
      throw new Refused(404, "404 page not found");
    }
    var container = targets.running(call.path().get(1), call.path().get(2), call.path().getLast());
    var wiring = wiring(call);
    if (!wiring.stdin() && !wiring.stdout() && !wiring.stderr()) {
      throw new Refused(400, "you must specify at least 1 of stdin, stdout, stderr");
    }
    WebSockets.accept(channel, request, PROTOCOLS);
    var inbox = new Inbox(channel);
    channel.pipeline().addLast(inbox);
    var writer = new ChannelWriter(channel);
    writer.write(message(wiring.stdout() ? STDOUT : wiring.stderr() ? STDERR : ERROR));
    var status = run(call, container, wiring, inbox, writer);
    writer.write(message(ERROR, JsonCodec.toJson(status)));
    writer.write(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
    channel.close();
  }

  private static Wiring wiring(Call call) {
    boolean tty = call.flag("tty");
    return new Wiring(
        call.flag("input") || call.flag("stdin"),
        call.flag("output") || call.flag("stdout"),
        !tty && (call.flag("error") || call.flag("stderr")),
        tty);
  }

  private Status run(Call call, String container, Wiring wiring, Inbox inbox, ChannelWriter writer)
      throws InterruptedException {
    boolean exec = call.first().equals("exec");
    try (var session =
        exec
            ? streams.exec(container, call.all("command"), wiring)
            : streams.attach(container, wiring)) {
      var input =
          Thread.ofVirtual().name("stdin-" + container).start(() -> copyInput(inbox, session));
      try {
        session.copyOutput(new Output(writer, STDOUT), new Output(writer, STDERR));
      } finally {
        input.interrupt();
      }
      return exec ? ended(session) : success();
    } catch (IOException | RuntimeFailure e) {
      return failure("InternalError", "error executing command in container: " + e.getMessage());
    }
  }

  /// Until the client is gone; then the process loses its streams.
  private static void copyInput(Inbox inbox, Session session) {
    try {
      for (var next = inbox.next(); next.isPresent(); next = inbox.next()) {
        take(next.get(), session);
      }
      session.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeFailure e) {
      // The process no longer reads; how it ended is told by its output.
    }
  }

  private static void take(byte[] message, Session session) throws IOException {
    var content = Arrays.copyOfRange(message, 1, message.length);
    switch (Byte.toUnsignedInt(message[0])) {
      case STDIN -> {
        if (content.length > 0) {
          session.write(content);
        }
      }
      case RESIZE -> {
        var size = JSON.readTree(content);
        session.resize(size.path("Width").asInt(), size.path("Height").asInt());
      }
      case CLOSE -> {
        if (content.length > 0 && content[0] == STDIN) {
          session.closeInput();
        }
      }
      default -> {}
    }
  }

  private static Status ended(Session session) throws IOException {
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

  private static BinaryWebSocketFrame message(int channel, byte... content) {
    return message(channel, content, 0, content.length);
  }

  private static BinaryWebSocketFrame message(int channel, byte[] content, int offset, int length) {
    var bytes = Unpooled.buffer(length + 1);
    bytes.writeByte(channel);
    bytes.writeBytes(content, offset, length);
    return new BinaryWebSocketFrame(bytes);
  }

  private static final class Output extends OutputStream {
    private final ChannelWriter writer;
    private final int channel;

    Output(ChannelWriter writer, int channel) {
      this.writer = writer;
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      writer.write(message(channel, bytes, offset, length));
    }
  }
}
