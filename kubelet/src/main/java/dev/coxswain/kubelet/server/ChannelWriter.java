package dev.coxswain.kubelet.server;

import io.netty.channel.Channel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/// Writes to a channel from an ordinary thread, which waits when the other end is slow.
final class ChannelWriter {
  private final Channel channel;

  ChannelWriter(Channel channel) {
    this.channel = channel;
  }

  void write(Object message) throws IOException {
    if (!channel.isActive()) {
      ReferenceCountUtil.release(message);
      throw new ClosedChannelException();
    }
    var written = channel.writeAndFlush(message);
    if (!channel.isWritable()) {
      try {
        written.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      if (!written.isSuccess()) {
        throw new IOException("cannot write to the client", written.cause());
      }
    }
  }
}
