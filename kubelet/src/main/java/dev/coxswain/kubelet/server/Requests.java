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
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends each request to what serves it, on a virtual thread of its own.
final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);
  private static final String API_SERVER = "kube-apiserver-kubelet-client";
  private static final String MASTERS = "system:masters";
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
    var denial = denial(channel);
    if (denial != null) {
      Responses.send(channel, denial.code(), Responses.TEXT, denial.getMessage());
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

  /// Who may not ask, and why; null for those who may.
  private static Refused denial(Channel channel) {
    var tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return null;
    }
    try {
      var subject = (X500Principal) tls.engine().getSession().getPeerPrincipal();
      return isAllowed(subject)
          ? null
          : new Refused(403, "Forbidden (user=" + subject.getName() + ", resource=nodes)");
    } catch (SSLPeerUnverifiedException e) {
      return new Refused(401, "Unauthorized");
    }
  }

  private static boolean isAllowed(X500Principal subject) {
    try {
      return new LdapName(subject.getName())
          .getRdns().stream()
              .anyMatch(part ->
                  (part.getType().equals("CN") && part.getValue().equals(API_SERVER))
                      || (part.getType().equals("O") && part.getValue().equals(MASTERS)));
    } catch (InvalidNameException e) {
      return false;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().setCause(cause).log("connection failed");
    context.close();
  }
}
