package dev.coxswain.apiserver.loops;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// As many event loops as there are processors, for every port and for the connection to etcd:
/// fewer threads are woken less often.
public final class EventLoops implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(),
          new DefaultThreadFactory("loop", true),
          Transport.used().waiting());

  public EventLoopGroup group() {
    return group;
  }

  /// One of them.
  public EventLoop next() {
    return group.next();
  }

  /// Ends the threads; whatever was open on them has to be closed before.
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
