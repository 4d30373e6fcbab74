package dev.coxswain.apiserver.loops;

import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Thousands of things a second that must not take too long, nearly all of which end in time:
/// setting a deadline costs next to nothing, and one that was met is forgotten within [#TICK].
public final class Deadlines implements AutoCloseable {
  static final Duration TICK = Duration.ofMillis(100);

  private final HashedWheelTimer timer =
      new HashedWheelTimer(
          new DefaultThreadFactory("deadlines", true), TICK.toMillis(), TimeUnit.MILLISECONDS);

  /// One deadline; closed when it is met.
  public interface Deadline extends AutoCloseable {
    Deadline NONE = () -> {};

    @Override
    void close();
  }

  /// @param late runs once, up to a [#TICK] after the time is over, on the thread of all deadlines:
  ///   it must not wait
  public Deadline in(Duration time, Runnable late) {
    try {
      var timeout = timer.newTimeout(_ -> late.run(), time.toNanos(), TimeUnit.NANOSECONDS);
      return timeout::cancel;
    } catch (IllegalStateException _) {
      return Deadline.NONE; // Closed: the program ends, and nobody is left to be told.
    }
  }

  @Override
  public void close() {
    timer.stop();
  }
}
