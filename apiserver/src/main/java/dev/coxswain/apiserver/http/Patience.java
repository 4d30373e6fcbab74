package dev.coxswain.apiserver.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One time limit after the other. For one event loop.
///
/// Nearly all are met, so the clock is only looked at now and then: a limit that begins while a
/// look at an earlier time is planned anyway costs nothing.
final class Patience {
  private final EventExecutor loop;
  private final Runnable late;
  private boolean waiting;
  private long end;
  private long look;
  private Future<?> planned = GlobalEventExecutor.INSTANCE.newSucceededFuture(null);

  /// @param late what happens at the end of a limit that was not met
  Patience(EventExecutor loop, Runnable late) {
    this.loop = loop;
    this.late = late;
  }

  /// The limit from now on, instead of any before.
  void begin(Duration time) {
    waiting = true;
    end = loop.ticker().nanoTime() + time.toNanos();
    if (planned.isDone() || look - end > 0) {
      planned.cancel(false);
      plan(time.toNanos());
    }
  }

  /// There is no limit for now.
  void rest() {
    waiting = false;
  }

  /// There will be none any more.
  void end() {
    waiting = false;
    planned.cancel(false);
  }

  private void plan(long nanos) {
    look = end;
    planned = loop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }

  private void look() {
    if (!waiting) {
      return;
    }
    long left = end - loop.ticker().nanoTime();
    if (left > 0) {
      plan(left);
    } else {
      late.run();
    }
  }
}
