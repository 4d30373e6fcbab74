package dev.coxswain.kubelet.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.IOException;
import java.util.List;

/// `/portForward/{namespace}/{pod}`: SPDY inside a WebSocket, a pair of streams for each
/// connection.
final class PortForward {
  private static final List<String> PROTOCOLS = List.of("SPDY/3.1+portforward.k8s.io");

  private final Targets targets;

  PortForward(Targets targets) {
    this.targets = targets;
  }

  /// Returns when the client went away.
  void serve(Call call, Channel channel, FullHttpRequest request)
      throws Refused, IOException, InterruptedException {
    if (call.path().size() != 3 && call.path().size() != 4) {
      throw new Refused(404, "404 page not found");
    }
    var pod = targets.pod(call.path().get(1), call.path().get(2));
    var sandbox = targets.sandbox(call.path().get(1), call.path().get(2));
    WebSockets.accept(channel, request, PROTOCOLS);
    var forwarder = new PortForwardStreams(pod, pod.getSpec().getHostNetwork() ? 0 : sandbox.pid());
    channel
        .pipeline()
        .addLast(new SpdyTunnel(), new SpdyFrameCodec(SpdyVersion.SPDY_3_1), forwarder);
    channel.config().setAutoRead(true);
    channel.closeFuture().await();
  }
}
