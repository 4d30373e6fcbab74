package dev.coxswain.apiserver.loops;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import jdk.net.ExtendedSocketOptions;

/// What event loops wait with and what their sockets are, which have to fit each other.
///
/// @param keepIdle option of a connection: after how many quiet seconds TCP asks whether the peer
///   is there
/// @param keepInterval option of a connection: seconds between two questions
/// @param keepCount option of a connection: after how many questions without answer it is over
public record Transport(
    IoHandlerFactory waiting,
    Class<? extends ServerSocketChannel> listener,
    Class<? extends SocketChannel> connection,
    ChannelOption<Integer> keepIdle,
    ChannelOption<Integer> keepInterval,
    ChannelOption<Integer> keepCount) {

  private static final Transport USED = Epoll.isAvailable() ? epoll() : selectors();

  /// The one of this process: Linux's epoll, or the JDK's selectors where Netty has no library for
  /// the machine.
  public static Transport used() {
    return USED;
  }

  static Transport epoll() {
    return new Transport(
        EpollIoHandler.newFactory(),
        EpollServerSocketChannel.class,
        EpollSocketChannel.class,
        EpollChannelOption.TCP_KEEPIDLE,
        EpollChannelOption.TCP_KEEPINTVL,
        EpollChannelOption.TCP_KEEPCNT);
  }

  static Transport selectors() {
    return new Transport(
        NioIoHandler.newFactory(),
        NioServerSocketChannel.class,
        NioSocketChannel.class,
        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
        NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT));
  }
}
