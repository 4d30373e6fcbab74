package dev.coxswain.kubelet.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.util.List;

/// Turns an HTTP connection into a WebSocket.
final class WebSockets {
  static final int LONGEST_MESSAGE = 4 * 1024 * 1024;

  private WebSockets() {}

  /// @param protocols those that we speak
  /// @return the protocol that was agreed on
  static String accept(Channel channel, FullHttpRequest request, List<String> protocols)
      throws Refused, IOException, InterruptedException {
    var factory =
        new WebSocketServerHandshakerFactory(
            request.uri(), String.join(",", protocols), false, LONGEST_MESSAGE);
    WebSocketServerHandshaker handshaker = factory.newHandshaker(request);
    var wanted = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    if (handshaker == null
        || !"websocket".equalsIgnoreCase(request.headers().get(HttpHeaderNames.UPGRADE))) {
      throw new Refused(400, "wants a WebSocket upgrade");
    }
    channel.config().setAutoRead(false);
    var done = handshaker.handshake(channel, request).await();
    if (!done.isSuccess()) {
      throw new IOException("the WebSocket handshake failed", done.cause());
    }
    if (wanted != null && handshaker.selectedSubprotocol() == null) {
      channel.close();
      throw new IOException("speaks " + protocols + ", was asked for " + wanted);
    }
    channel.pipeline().addLast(new WebSocketFrameAggregator(LONGEST_MESSAGE));
    return handshaker.selectedSubprotocol() == null ? "" : handshaker.selectedSubprotocol();
  }
}
