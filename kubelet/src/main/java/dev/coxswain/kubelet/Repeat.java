package dev.coxswain.kubelet;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a virtual thread. A failure is logged when it is new, and the
/// next turn tries again.
final class Repeat implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Repeat.class);

  private final String name;
  private final Duration pause;
  private final Runnable task;
  private final Thread thread;
  private boolean failing;

  private Repeat(String name, Duration pause, Runnable task) {
    this.name = name;
    this.pause = pause;
    this.task = task;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /// The first turn is at once.
  static Repeat start(String name, Duration pause, Runnable task) {
    var repeat = new Repeat(name, pause, task);
    repeat.thread.start();
    return repeat;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        turn();
        Thread.sleep(failing && pause.toSeconds() > 5 ? Duration.ofSeconds(1) : pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() {
    try {
      task.run();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        log.atWarn().addKeyValue("task", name).addKeyValue("cause", e.getMessage()).log("failed");
        log.atDebug().setCause(e).addKeyValue("task", name).log("failed");
      }
      failing = true;
    }
  }
}
