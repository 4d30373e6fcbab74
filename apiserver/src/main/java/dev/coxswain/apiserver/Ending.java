package dev.coxswain.apiserver;

import dev.coxswain.component.HealthChecks.Result;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first step of the end: the server says that it isn't ready, and goes on serving for a while,
/// so that load balancers and clients find another in time.
final class Ending implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ending.class);

  private final Duration delay;
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean begun;

  Ending(Duration delay) {
    this.delay = delay;
  }

  Result check() {
    return begun ? Result.failed("process is shutting down") : Result.ok();
  }

  /// Waits for the delay.
  @Override
  public void close() {
    begun = true;
    log.atInfo().addKeyValue("delay", delay).log("shutting down");
    try {
      if (delay.isPositive() && never.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("wants nobody to end the delay");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
