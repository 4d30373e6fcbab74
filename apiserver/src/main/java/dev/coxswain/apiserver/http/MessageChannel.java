package dev.coxswain.apiserver.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/// The answer to a WebSocket's handshake: every write is one message. What the client sends is read
/// and ignored, but for pings and its goodbye.
final class MessageChannel extends SimpleChannelInboundHandler<WebSocketFrame>
    implements BodyStream {
  private final Channel channel;
  private final boolean text;
  private final Runnable onGone;
  private final Writability writability;

  private MessageChannel(Channel channel, boolean text, Runnable onGone) {
    this.channel = channel;
    this.text = text;
    this.onGone = onGone;
    this.writability = new Writability(channel);
  }

  /// @param text whether messages are text, not bytes
  /// @param onGone what runs when the client has left
  /// @throws IOException if the connection is HTTP/2 or the handshake isn't one
  static MessageChannel open(Channel channel, HttpCall call, boolean text, Runnable onGone)
      throws IOException {
    if (channel.pipeline().get(HttpServerCodec.class) == null) {
      throw new IOException("wants HTTP/1.1 for a WebSocket");
    }
    var messages = new MessageChannel(channel, text, onGone);
    try {
      channel.eventLoop().submit(() -> messages.shakeHands(call)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the connection can't become a WebSocket", e);
    }
    return messages;
  }

  private void shakeHands(HttpCall call) {
    var protocols = call.joined("sec-websocket-protocol");
    var handshaker =
        new WebSocketServerHandshakerFactory(call.target(), protocols, false)
            .newHandshaker(request(call));
    if (handshaker == null) {
      throw new WebSocketHandshakeException("wants a WebSocket of version 13");
    }
    var pipeline = channel.pipeline();
    pipeline.addLast("messages", this);
    pipeline.remove(RequestCollector.class);
    handshaker.handshake(channel, request(call));
  }

  private static FullHttpRequest request(HttpCall call) {
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(call.method()),
            call.target(),
            Unpooled.EMPTY_BUFFER);
    call.headers().forEach((name, values) -> request.headers().add(name, values));
    return request;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof PingWebSocketFrame ping) {
      context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
    } else if (frame instanceof CloseWebSocketFrame) {
      sayGoodbye();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    writability.close();
    onGone.run();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    writability.signal();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // Resets and broken frames: there is nobody to tell.
  }

  @Override
  public void write(byte[] bytes) throws IOException, InterruptedException {
    writability.await();
    offer(bytes);
  }

  @Override
  public void offer(byte[] bytes) {
    channel.writeAndFlush(frame(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public boolean isWritable() {
    return writability.isWritable();
  }

  @Override
  public void onWritable(Runnable action) {
    writability.onWritable(action);
  }

  private WebSocketFrame frame(ByteBuf bytes) {
    return text ? new TextWebSocketFrame(bytes) : new BinaryWebSocketFrame(bytes);
  }

  @Override
  public boolean isOpen() {
    return channel.isActive();
  }

  @Override
  public void close() {
    sayGoodbye();
  }

  private void sayGoodbye() {
    channel
        .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
        .addListener(done -> channel.close());
  }
}
