package dev.coxswain.client;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes keys from a queue and has them reconciled; what fails is logged once and tried again after
/// a growing pause.
///
/// [#start] does so on virtual threads; [#runOne] on the caller's, for tests and simulations.
public final class ControllerLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControllerLoop.class);

  private final String name;
  private final WorkQueue<ObjectKey> queue;
  private final Reconciler reconciler;
  private final int workers;
  private final List<Thread> threads = new ArrayList<>();

  public ControllerLoop(
      String name, WorkQueue<ObjectKey> queue, Reconciler reconciler, int workers) {
    this.name = name;
    this.queue = queue;
    this.reconciler = reconciler;
    this.workers = workers;
  }

  public String name() {
    return name;
  }

  public synchronized void start() {
    for (int i = 0; i < workers; i++) {
      threads.add(Thread.ofVirtual().name(name + "-" + i).start(this::work));
    }
  }

  /// Reconciles one key if one is due.
  ///
  /// @return whether there was one
  public boolean runOne() {
    var key = queue.poll();
    key.ifPresent(this::reconcile);
    return key.isPresent();
  }

  /// Lets each worker finish the key it is at, and stops.
  @Override
  public synchronized void close() {
    queue.close();
    threads.forEach(Thread::interrupt);
    threads.clear();
  }

  private void work() {
    try {
      for (var key = queue.take(); key.isPresent(); key = queue.take()) {
        reconcile(key.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // Whatever a reconciler throws concerns its key alone: the loop goes on.
  private void reconcile(ObjectKey key) {
    try {
      reconciler.reconcile(key);
      queue.forget(key);
    } catch (ApiException.Conflict e) {
      // Somebody else was faster, which happens all the time: look again.
      log.atDebug().addKeyValue("controller", name).addKeyValue("key", key).log("conflict");
      queue.addRateLimited(key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ApiException e) {
      // What the server says is enough to know; where we asked is seen from the controller.
      log.atWarn()
          .addKeyValue("controller", name)
          .addKeyValue("key", key)
          .addKeyValue("err", e.getMessage())
          .log("reconcile failed");
      queue.addRateLimited(key);
    } catch (Exception e) {
      log.atError()
          .setCause(e)
          .addKeyValue("controller", name)
          .addKeyValue("key", key)
          .log("reconcile failed");
      queue.addRateLimited(key);
    } finally {
      queue.done(key);
    }
  }
}
