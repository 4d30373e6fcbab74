package dev.coxswain.kubelet.server;

import dev.coxswain.component.TlsMaterial;
import dev.coxswain.kubelet.access.Access;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;

/// The kubelet's own API, on its port.
public final class KubeletServer implements AutoCloseable {
  private static final int LONGEST_REQUEST = 64 * 1024;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listening;

  /// Listens at once.
  ///
  /// @throws IOException if the address can't be had
  public KubeletServer(
      InetSocketAddress address, TlsMaterial tls, Access access, Endpoints endpoints)
      throws IOException {
    var context = context(tls);
    var callers = new Callers(access);
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            context.newHandler(channel.alloc()),
                            new HttpServerCodec(),
                            new HttpObjectAggregator(LONGEST_REQUEST),
                            new Requests(callers, endpoints));
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully();
      throw new IOException("cannot listen on " + address, bound.cause());
    }
    listening = bound.channel();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  private static SslContext context(TlsMaterial tls) throws SSLException {
    var builder =
        SslContextBuilder.forServer(tls.keyManager())
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2");
    tls.trustManager()
        .ifPresent(trust -> builder.trustManager(trust).clientAuth(ClientAuth.OPTIONAL));
    return builder.build();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    loops.shutdownGracefully().awaitUninterruptibly();
  }
}
