package dev.coxswain.kubelet.server;

import dev.coxswain.api.core.v1.Pod;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection to a port of a pod, and the two streams that it appears as.
final class ForwardedConnection {
  private static final int BUFFER = 32 * 1024;
  private static final int MOST_WAITING = 1024 * 1024;
  private static final byte[] END = new byte[0];

  private final Channel channel;
  private final Pod pod;
  private final int pid;
  private final int port;
  private final int dataStream;
  private final int errorStream;
  private final ChannelWriter writer;
  private final LinkedBlockingQueue<byte[]> input = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private Thread thread;

  ForwardedConnection(
      Channel channel, Pod pod, int pid, int port, int dataStream, int errorStream) {
    this.channel = channel;
    this.pod = pod;
    this.pid = pid;
    this.port = port;
    this.dataStream = dataStream;
    this.errorStream = errorStream;
    this.writer = new ChannelWriter(channel);
  }

  void start() {
    thread = Thread.ofVirtual().name("port-forward-" + port).start(this::run);
  }

  /// Takes bytes from the client; called by the channel's own thread.
  void receive(byte[] bytes, boolean last) {
    if (bytes.length > 0) {
      input.add(bytes);
      if (waiting.addAndGet(bytes.length) > MOST_WAITING) {
        channel.config().setAutoRead(false);
      }
    }
    if (last) {
      input.add(END);
    }
  }

  void close() {
    thread.interrupt();
  }

  private void run() {
    try (var socket = PodConnections.connect(pid, port)) {
      var toPod = Thread.ofVirtual().name("to-pod-" + port).start(() -> copyToPod(socket));
      try {
        copyFromPod(socket);
      } finally {
        toPod.interrupt();
      }
      end("");
    } catch (IOException e) {
      end(
          "error forwarding port %d to pod %s, uid : %s"
              .formatted(port, pod.getMetadata().getName(), e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copyToPod(SocketChannel socket) {
    try {
      for (var bytes = input.take(); bytes.length > 0; bytes = input.take()) {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          socket.write(buffer);
        }
        if (waiting.addAndGet(-bytes.length) <= MOST_WAITING) {
          channel.config().setAutoRead(true);
        }
      }
      socket.shutdownOutput();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The pod hung up: the reading side tells the client.
    }
  }

  private void copyFromPod(SocketChannel socket) throws IOException {
    var buffer = ByteBuffer.allocate(BUFFER);
    for (int n = socket.read(buffer); n >= 0; n = socket.read(buffer)) {
      buffer.flip();
      writer.write(new DefaultSpdyDataFrame(dataStream, Unpooled.copiedBuffer(buffer)));
      buffer.clear();
    }
  }

  private void end(String error) {
    try {
      if (errorStream != 0) {
        var text = error.getBytes(StandardCharsets.UTF_8);
        var frame = new DefaultSpdyDataFrame(errorStream, Unpooled.wrappedBuffer(text));
        frame.setLast(true);
        writer.write(frame);
      }
      var last = new DefaultSpdyDataFrame(dataStream);
      last.setLast(true);
      writer.write(last);
    } catch (IOException e) {
      channel.close();
    }
  }
}
