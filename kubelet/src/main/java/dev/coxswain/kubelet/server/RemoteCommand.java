package dev.coxswain.kubelet.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.kubelet.runtime.ContainerStreams;
import dev.coxswain.kubelet.runtime.ContainerStreams.Wiring;
import dev.coxswain.kubelet.server.RemoteProcess.Input;
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
import java.util.Optional;

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
    var command =
        call.first().equals("exec")
            ? Optional.of(call.all("command"))
            : Optional.<List<String>>empty();
    var process = new RemoteProcess(streams, container, command, wiring);
    WebSockets.accept(channel, request, PROTOCOLS);
    var inbox = new Inbox(channel);
    channel.pipeline().addLast(inbox);
    var writer = new ChannelWriter(channel);
    writer.write(message(wiring.stdout() ? STDOUT : wiring.stderr() ? STDERR : ERROR));
    var status =
        process.run(() -> next(inbox), new Output(writer, STDOUT), new Output(writer, STDERR));
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

  /// The next message that says something.
  private static Optional<Input> next(Inbox inbox) throws IOException, InterruptedException {
    for (var message = inbox.next(); message.isPresent(); message = inbox.next()) {
      var input = input(message.get());
      if (input.isPresent()) {
        return input;
      }
    }
    return Optional.empty();
  }

  private static Optional<Input> input(byte[] message) throws IOException {
    var content = Arrays.copyOfRange(message, 1, message.length);
    return switch (Byte.toUnsignedInt(message[0])) {
      case STDIN -> content.length > 0 ? Optional.of(new Input.Bytes(content)) : Optional.empty();
      case RESIZE -> {
        var size = JSON.readTree(content);
        yield Optional.of(
            new Input.Resize(size.path("Width").asInt(), size.path("Height").asInt()));
      }
      case CLOSE ->
          content.length > 0 && content[0] == STDIN
              ? Optional.of(new Input.End())
              : Optional.empty();
      default -> Optional.empty();
    };
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
