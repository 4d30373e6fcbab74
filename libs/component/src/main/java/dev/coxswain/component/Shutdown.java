package dev.coxswain.component;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An orderly end: on SIGTERM, or when the process exits otherwise, what was opened last is closed
/// first.
public final class Shutdown {
  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  private record Step(String name, AutoCloseable closeable) {}

  private final Deque<Step> steps = new ArrayDeque<>();
  private final CountDownLatch begun = new CountDownLatch(1);

  /// A shutdown that happens when the process is told to end.
  public static Shutdown onSignals() {
    var shutdown = new Shutdown();
    var hook = new Thread(shutdown::run, "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return shutdown;
  }

  /// Closes this before everything that was handed over earlier.
  ///
  /// @return the same object
  public synchronized <C extends AutoCloseable> C closing(String name, C closeable) {
    steps.push(new Step(name, closeable));
    return closeable;
  }

  /// Waits until the process is told to end.
  public void await() throws InterruptedException {
    begun.await();
  }

  /// Closes everything now; what fails is logged and doesn't keep the rest open.
  public void run() {
    begun.countDown();
    for (var step = next(); step != null; step = next()) {
      close(step);
    }
  }

  private synchronized Step next() {
    return steps.poll();
  }

  private static void close(Step step) {
    try {
      step.closeable().close();
      log.atDebug().addKeyValue("what", step.name()).log("closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.atWarn().setCause(e).addKeyValue("what", step.name()).log("cannot close");
    }
  }
}
