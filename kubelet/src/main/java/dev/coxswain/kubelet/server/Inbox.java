package dev.coxswain.kubelet.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages of a WebSocket for an ordinary thread to read. More is read from the network only when
/// all is taken.
final class Inbox extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final Logger log = LoggerFactory.getLogger(Inbox.class);
  private static final byte[] END = new byte[0];

  private final LinkedBlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  private final Channel channel;

  Inbox(Channel channel) {
    this.channel = channel;
  }

  /// The next message; empty when the other end has gone.
  Optional<byte[]> next() throws InterruptedException {
    var message = messages.poll();
    if (message == null) {
      channel.read();
      message = messages.take();
    }
    if (message.length == 0) {
      messages.add(END);
      return Optional.empty();
    }
    return Optional.of(message);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    switch (frame) {
      case BinaryWebSocketFrame binary -> offer(ByteBufUtil.getBytes(binary.content()));
      case TextWebSocketFrame text -> offer(ByteBufUtil.getBytes(text.content()));
      case PingWebSocketFrame ping -> {
        context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        context.read();
      }
      case CloseWebSocketFrame _ -> context.close();
      default -> context.read();
    }
  }

  private void offer(byte[] message) {
    if (message.length > 0) {
      messages.add(message);
    } else {
      channel.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    messages.add(END);
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().setCause(cause).log("connection failed");
    context.close();
  }
}
