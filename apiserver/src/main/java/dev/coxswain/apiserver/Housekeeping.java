package dev.coxswain.apiserver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something that is to be done every few minutes. A failure is logged, and the next time tries
/// again.
final class Housekeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final CountDownLatch stop = new CountDownLatch(1);

  static Housekeeping every(Duration interval, String name, Runnable work) {
    var housekeeping = new Housekeeping();
    Thread.ofVirtual().name(name).start(() -> housekeeping.run(interval, name, work));
    return housekeeping;
  }

  @Override
  public void close() {
    stop.countDown();
  }

  private void run(Duration interval, String name, Runnable work) {
    try {
      while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        attempt(name, work);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).addKeyValue("what", name).log("failed; trying again later");
    }
  }
}
