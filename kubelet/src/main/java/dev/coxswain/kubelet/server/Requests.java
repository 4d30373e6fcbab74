package dev.coxswain.kubelet.server;

import dev.coxswain.kubelet.access.Asked;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
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

  private final Callers callers;
  private final Endpoints endpoints;

  Requests(Callers callers, Endpoints endpoints) {
    this.callers = callers;
    this.endpoints = endpoints;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    var channel = context.channel();
    if (!request.decoderResult().isSuccess()) {
      Responses.send(channel, 400, Responses.TEXT, "Bad Request");
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
      admit(call, channel, request);
      endpoints.serve(call, channel, request);
    } catch (Refused e) {
      channel.config().setAutoRead(true);
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

  private void admit(Call call, Channel channel, FullHttpRequest request) throws Refused {
    callers.admit(
        channel.pipeline().get(SslHandler.class).engine().getSession(),
        Optional.ofNullable(request.headers().get(HttpHeaderNames.AUTHORIZATION)),
        Asked.of(request.method().name(), call.path()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().setCause(cause).log("connection failed");
    context.close();
  }
}
