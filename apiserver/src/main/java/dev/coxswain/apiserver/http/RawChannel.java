package dev.coxswain.apiserver.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/// The bytes of a connection whose HTTP codec was taken away.
final class RawChannel extends ChannelInboundHandlerAdapter implements RawPipe {
  /// As many chunks from the client may wait before we stop reading from it.
  private static final int HIGH_WATER = 32;

  private static final byte[] END = new byte[0];

  private final Channel channel;
  private final Writability writability;
  private final LinkedBlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

  private RawChannel(Channel channel) {
    this.channel = channel;
    this.writability = new Writability(channel);
  }

  static RawChannel takeOver(Channel channel, byte[] head) throws IOException {
    if (channel.pipeline().get(HttpServerCodec.class) == null) {
      throw new IOException("wants HTTP/1.1 for an upgrade");
    }
    var raw = new RawChannel(channel);
    try {
      channel.eventLoop().submit(() -> raw.install(head)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the connection can't be upgraded", e);
    }
    return raw;
  }

  private void install(byte[] head) {
    var pipeline = channel.pipeline();
    pipeline.addLast("raw", this);
    pipeline.remove(RequestCollector.class);
    pipeline.remove(HttpServerCodec.class);
    channel.writeAndFlush(Unpooled.wrappedBuffer(head));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf buffer) {
      try {
        received.add(ByteBufUtil.getBytes(buffer));
      } finally {
        buffer.release();
      }
      if (received.size() >= HIGH_WATER) {
        channel.config().setAutoRead(false);
      }
    } else {
      io.netty.util.ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    received.add(END);
    writability.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    writability.signal();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // END is told by its identity.
  public Optional<byte[]> read() throws InterruptedException {
    var bytes = received.take();
    if (bytes == END) {
      received.add(END);
      return Optional.empty();
    }
    if (received.size() < HIGH_WATER / 2 && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
    return Optional.of(bytes);
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException, InterruptedException {
    writability.await();
    channel.writeAndFlush(Unpooled.copiedBuffer(bytes, 0, length));
  }

  @Override
  public void close() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> channel.close());
  }
}
