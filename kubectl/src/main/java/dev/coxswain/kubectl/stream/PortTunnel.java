package dev.coxswain.kubectl.stream;

import dev.coxswain.kubectl.rest.RestClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Connections to ports of one pod, through one WebSocket: SPDY frames in binary messages, two
/// streams for each connection, one for its bytes and one for what went wrong.
public final class PortTunnel implements WebSocket.Listener {
  private static final String PROTOCOL = "SPDY/3.1+portforward.k8s.io";
  private static final int CHUNK = 32 * 1024;

  /// @param local the connection; of the stream for errors the same as of its partner
  private record Stream(Socket local, boolean carriesErrors) {}

  private final EmbeddedChannel codec =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
  private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();
  private final Consumer<String> complaints;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private WebSocket socket;
  private int next = 1;
  private int requests;

  private PortTunnel(Consumer<String> complaints) {
    this.complaints = complaints;
  }

  /// @param path of the pod's `portforward`
  /// @param complaints hears what goes wrong with single connections
  public static PortTunnel open(RestClient client, String path, Consumer<String> complaints) {
    var tunnel = new PortTunnel(complaints);
    tunnel.socket = client.upgrade(path, tunnel, PROTOCOL);
    return tunnel;
  }

  /// Waits until the server ends the tunnel.
  ///
  /// @return why
  public String await() {
    return ended.join();
  }

  /// Carries one connection to a port of the pod until either side closes it.
  public void carry(Socket local, int port) throws IOException {
    int data = begin(local, port);
    byte[] buffer = new byte[CHUNK];
    try (local) {
      var input = local.getInputStream();
      for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
        send(new DefaultSpdyDataFrame(data, Unpooled.copiedBuffer(buffer, 0, n)));
      }
      var last = new DefaultSpdyDataFrame(data);
      last.setLast(true);
      send(last);
      awaitEnd(data);
    } finally {
      streams.remove(data);
    }
  }

  private void awaitEnd(int stream) {
    synchronized (streams) {
      while (streams.containsKey(stream) && !ended.isDone()) {
        try {
          streams.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private synchronized int begin(Socket local, int port) {
    String request = String.valueOf(requests++);
    int errors = next;
    int data = next + 2;
    next += 4;
    streams.put(errors, new Stream(local, true));
    streams.put(data, new Stream(local, false));
    send(syn(errors, "error", port, request));
    var nothing = new DefaultSpdyDataFrame(errors);
    nothing.setLast(true);
    send(nothing);
    send(syn(data, "data", port, request));
    return data;
  }

  private static DefaultSpdySynStreamFrame syn(int id, String type, int port, String request) {
    var frame = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
    frame
        .headers()
        .add("streamtype", type)
        .add("port", String.valueOf(port))
        .add("requestid", request);
    return frame;
  }

  private synchronized void send(Object frame) {
    codec.writeOutbound(frame);
    for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
      try {
        socket.sendBinary(ByteBuffer.wrap(ByteBufUtil.getBytes(bytes)), true).join();
      } finally {
        bytes.release();
      }
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    synchronized (codec) {
      codec.writeInbound(Unpooled.copiedBuffer(data));
      for (Object frame = codec.readInbound(); frame != null; frame = codec.readInbound()) {
        try {
          receive(frame);
        } finally {
          ReferenceCountUtil.release(frame);
        }
      }
    }
    from.request(1);
    return null;
  }

  private void receive(Object frame) {
    switch (frame) {
      case SpdyDataFrame data -> receive(data);
      case SpdyRstStreamFrame reset -> end(reset.streamId());
      default -> {}
    }
  }

  private void receive(SpdyDataFrame frame) {
    var stream = streams.get(frame.streamId());
    if (stream != null && frame.content().isReadable()) {
      byte[] bytes = ByteBufUtil.getBytes(frame.content());
      if (stream.carriesErrors()) {
        complaints.accept(new String(bytes, StandardCharsets.UTF_8));
        close(stream.local());
      } else {
        write(stream.local(), bytes);
      }
    }
    if (frame.isLast()) {
      end(frame.streamId());
    }
  }

  private void end(int id) {
    var stream = streams.remove(id);
    if (stream != null && !stream.carriesErrors()) {
      close(stream.local());
    }
    synchronized (streams) {
      streams.notifyAll();
    }
  }

  private static void write(Socket local, byte[] bytes) {
    try {
      local.getOutputStream().write(bytes);
    } catch (IOException _) {
      // Whoever connected here has gone; what still comes for them is of no use.
      close(local);
    }
  }

  private static void close(Socket local) {
    try {
      local.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    finish("lost connection to pod");
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    finish("lost connection to pod");
  }

  private void finish(String why) {
    ended.complete(why);
    streams.keySet().forEach(this::end);
  }
}
