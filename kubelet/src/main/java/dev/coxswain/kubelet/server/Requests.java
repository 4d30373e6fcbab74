package dev.coxswain.kubelet.server;

import dev.coxswain.kubelet.runtime.RuntimeFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends each request to what serves it, on a virtual thread of its own.
final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);
  private static final Set<String> STREAMS = Set.of("exec", "attach", "portForward");

  private final Endpoints endpoints;

  Requests(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    var channel = context.channel();
    if (!request.decoderResult().isSuccess()) {
      Responses.send(channel, 400, Responses.TEXT, "Bad Request");
      return;
    }
    var refusal = refusal(channel);
    if (refusal.isPresent()) {
      Responses.send(channel, refusal.get().code(), Responses.TEXT, refusal.get().getMessage());
      return;
    }
    var call = Call.of(request.uri());
    if (HttpUtil.is100ContinueExpected(request)
        || request.headers().contains("Upgrade", HttpHeaderValues.WEBSOCKET, true)) {
      channel.config().setAutoRead(false);
    }
    request.retain();
    Thread.ofVirtual().name("request-" + call.first()).start(() -> serve(call, channel, request));
  }

  private void serve(Call call, Channel channel, FullHttpRequest request) {
    try {
      endpoints.serve(call, channel, request);
    } catch (Refused e) {
      Responses.send(channel, e.code(), Responses.TEXT, e.getMessage());
    } catch (IOException e) {
      // The client went away, or what it talked to did.
      log.atDebug().setCause(e).addKeyValue("path", call.path()).log("connection lost");
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      channel.close();
    } catch (RuntimeFailure e) {
      Responses.send(channel, 500, Responses.TEXT, e.getMessage());
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("path", call.path()).log("bug");
      if (STREAMS.contains(call.first())) {
        channel.close();
      } else {
        Responses.send(channel, 500, Responses.TEXT, "internal error");
      }
    } finally {
      request.release();
    }
  }

  /// Who may not ask, and why. Without TLS, as in tests, anybody may.
  private static Optional<Refused> refusal(Channel channel) {
    return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
        .flatMap(tls -> Callers.refusal(tls.engine().getSession()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().setCause(cause).log("connection failed");
    context.close();
  }
}
