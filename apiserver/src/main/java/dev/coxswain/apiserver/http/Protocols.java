package dev.coxswain.apiserver.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/// After the TLS handshake: the protocol that was agreed on.
final class Protocols extends ApplicationProtocolNegotiationHandler {
  private static final int MAX_LINE_BYTES = 1024 * 1024;
  private static final int MAX_HEADER_BYTES = 1024 * 1024;
  private static final int MAX_STREAMS = 1000;
  private static final int WINDOW_BYTES = 1024 * 1024;

  /// Clients end watches by resetting their streams, and one connection may carry hundreds: more
  /// than Netty's 200 in half a minute, but still no flood.
  private static final int MAX_RESETS = 3000;

  private static final int RESETS_SECONDS = 30;

  /// So many small answers may share one record of TLS and one system call.
  private static final int MAX_FLUSHES = 64;

  private final Exchanges exchanges;
  private final int maxBodyBytes;

  Protocols(Exchanges exchanges, int maxBodyBytes) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.exchanges = exchanges;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext context, String protocol) {
    var certificates = certificates(context);
    if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
      speakHttp2(context.pipeline(), certificates);
    } else {
      speakHttp1(context.pipeline(), certificates);
    }
  }

  @Override
  protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
    context.close(); // Port scanners and strangers to our authority: not worth a line in the log.
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  void speakHttp1(ChannelPipeline pipeline, List<X509Certificate> certificates) {
    pipeline.addLast(
        new FlushConsolidationHandler(MAX_FLUSHES, true),
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)),
        new RequestCollector(exchanges, certificates, maxBodyBytes, RequestCollector.IDLE));
  }

  private void speakHttp2(ChannelPipeline pipeline, List<X509Certificate> certificates) {
    var settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(MAX_STREAMS)
            .initialWindowSize(WINDOW_BYTES)
            .maxHeaderListSize(MAX_HEADER_BYTES);
    pipeline.addLast(
        new FlushConsolidationHandler(MAX_FLUSHES, true),
        Http2FrameCodecBuilder.forServer()
            .initialSettings(settings)
            .decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESETS_SECONDS)
            .build(),
        new IdleStateHandler(0, 0, RequestCollector.IDLE.toSeconds(), TimeUnit.SECONDS),
        new IdleConnections(),
        new Http2MultiplexHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel stream) {
                stream
                    .pipeline()
                    .addLast(
                        new Http2StreamFrameToHttpObjectCodec(true),
                        new RequestCollector(exchanges, certificates, maxBodyBytes, Duration.ZERO));
              }
            }));
  }

  /// Closes connections on which nothing is asked any more. Streams that are merely quiet, such as
  /// watches, stay.
  private static final class IdleConnections extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      var codec = context.pipeline().get(Http2FrameCodec.class);
      if (event instanceof IdleStateEvent && codec.connection().numActiveStreams() == 0) {
        context.close();
      } else {
        context.fireUserEventTriggered(event);
      }
    }
  }

  private static List<X509Certificate> certificates(ChannelHandlerContext context) {
    var session = context.pipeline().get(SslHandler.class).engine().getSession();
    try {
      return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // The client showed none, as it may.
    }
  }
}
