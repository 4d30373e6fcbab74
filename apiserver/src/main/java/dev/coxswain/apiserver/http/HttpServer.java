package dev.coxswain.apiserver.http;

import dev.coxswain.apiserver.loops.EventLoops;
import dev.coxswain.apiserver.loops.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Listens, and hands every request to a handler.
public final class HttpServer implements AutoCloseable {
  /// Bodies may be as large as upstream's.
  public static final int MAX_BODY_BYTES = 3 * 1024 * 1024;

  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  /// Signatures and key agreements take a millisecond: nobody else's bytes should wait for them.
  private static final Executor HANDSHAKES = task -> Thread.ofVirtual().start(task);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Duration patience;
  private final Runnable ending;
  private final Exchanges exchanges;
  private final Channel listener;

  private HttpServer(
      InetSocketAddress address,
      Optional<Supplier<SslContext>> tls,
      HttpHandler handler,
      Duration patience,
      EventLoops loops,
      Runnable ending)
      throws IOException {
    this.patience = patience;
    this.ending = ending;
    exchanges = new Exchanges(handler);
    var transport = Transport.used();
    var bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(transport.listener())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(transport.keepIdle(), 30)
            .childOption(transport.keepInterval(), 10)
            .childOption(transport.keepCount(), 3)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
            .childHandler(new Initializer(tls))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      ending.run();
      throw new IOException("can't listen on " + address, bound.cause());
    }
    listener = bound.channel();
  }

  /// With threads of its own, which end with it.
  public static HttpServer listen(
      InetSocketAddress address, Optional<Supplier<SslContext>> tls, HttpHandler handler)
      throws IOException {
    var loops = new EventLoops();
    return new HttpServer(address, tls, handler, PATIENCE, loops, loops::close);
  }

  /// @param tls asked for every connection, so that certificates can be renewed; plain HTTP/1.1
  ///   without
  /// @param patience how long requests under way may take when the server ends
  /// @throws IOException if the address is taken
  public static HttpServer listen(
      InetSocketAddress address,
      Optional<Supplier<SslContext>> tls,
      HttpHandler handler,
      Duration patience,
      EventLoops loops)
      throws IOException {
    return new HttpServer(address, tls, handler, patience, loops, () -> {});
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// Stops listening, ends streams, lets the requests under way finish, and closes all connections.
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    connections.forEach(HttpServer::sayGoodbye);
    try {
      exchanges.drain(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    ending.run();
  }

  /// Clients of HTTP/2 open no more streams on this connection; those of HTTP/1.1 are told by the
  /// header of their next answer.
  private static void sayGoodbye(Channel connection) {
    if (connection.pipeline().get(Http2FrameCodec.class) != null) {
      connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    }
  }

  private final class Initializer extends ChannelInitializer<Channel> {
    private final Optional<Supplier<SslContext>> tls;

    private Initializer(Optional<Supplier<SslContext>> tls) {
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      connections.add(channel);
      var protocols = new Protocols(exchanges, MAX_BODY_BYTES);
      if (tls.isPresent()) {
        var encryption = tls.get().get().newHandler(channel.alloc(), HANDSHAKES);
        channel.pipeline().addLast(encryption, protocols);
      } else {
        protocols.speakHttp1(channel.pipeline(), java.util.List.of());
      }
    }
  }
}
