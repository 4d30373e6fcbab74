package dev.coxswain.apiserver.loops;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransportTest {
  static Stream<Transport> transports() {
    return Epoll.isAvailable()
        ? Stream.of(Transport.epoll(), Transport.selectors())
        : Stream.of(Transport.selectors());
  }

  @ParameterizedTest
  @MethodSource("transports")
  void itsPartsFitEachOther(Transport transport) throws InterruptedException {
    try (var loops = new MultiThreadIoEventLoopGroup(1, transport.waiting())) {
      var listener = echoing(transport, loops);
      var answers = new ArrayBlockingQueue<String>(1);
      var connection = connected(transport, loops, listener.localAddress(), answers);
      connection.writeAndFlush(connection.alloc().buffer().writeBytes("hallo".getBytes(US_ASCII)));
      assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo("hallo");
      assertThat(connection.config().getOption(transport.keepIdle())).isEqualTo(30);
      assertThat(connection.config().getOption(transport.keepInterval())).isEqualTo(10);
      assertThat(connection.config().getOption(transport.keepCount())).isEqualTo(3);
      connection.close().sync();
      listener.close().sync();
    }
  }

  @Test
  void linuxHasEpoll() {
    assertThat(Epoll.isAvailable()).as("%s", Epoll.unavailabilityCause()).isTrue();
    assertThat(Transport.used().connection()).isEqualTo(Transport.epoll().connection());
  }

  private static Channel echoing(Transport transport, MultiThreadIoEventLoopGroup loops)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(transport.listener())
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel connection) {
                connection
                    .pipeline()
                    .addLast(
                        new ChannelInboundHandlerAdapter() {
                          @Override
                          public void channelRead(ChannelHandlerContext context, Object bytes) {
                            context.writeAndFlush(bytes);
                          }
                        });
              }
            })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sync()
        .channel();
  }

  private static Channel connected(
      Transport transport,
      MultiThreadIoEventLoopGroup loops,
      SocketAddress to,
      ArrayBlockingQueue<String> answers)
      throws InterruptedException {
    return new Bootstrap()
        .group(loops)
        .channel(transport.connection())
        .option(transport.keepIdle(), 30)
        .option(transport.keepInterval(), 10)
        .option(transport.keepCount(), 3)
        .handler(
            new SimpleChannelInboundHandler<ByteBuf>() {
              @Override
              protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
                answers.add(bytes.toString(US_ASCII));
              }
            })
        .connect(to)
        .sync()
        .channel();
  }
}
