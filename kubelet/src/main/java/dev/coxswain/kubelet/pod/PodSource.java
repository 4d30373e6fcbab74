package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.client.ResourceHandler;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Hands the pods that the cluster binds to this node over to the workers, on a thread of its own.
public final class PodSource implements ResourceHandler<Pod>, AutoCloseable {
  private final PodWorkers workers;
  private final Object lock = new Object();
  private final SequencedMap<String, Change> changes = new LinkedHashMap<>();
  private boolean busy;
  private Optional<Thread> thread = Optional.empty();

  public PodSource(PodWorkers workers) {
    this.workers = workers;
  }

  private record Change(Pod pod, boolean gone) {}

  public void start() {
    synchronized (lock) {
      thread = Optional.of(Thread.ofVirtual().name("pod-source").start(this::run));
    }
  }

  public boolean isStarted() {
    synchronized (lock) {
      return thread.isPresent();
    }
  }

  /// Whether the workers know everything that we know.
  public boolean isDrained() {
    synchronized (lock) {
      return changes.isEmpty() && !busy;
    }
  }

  @Override
  public void onAdd(Pod pod) {
    offer(new Change(pod, false));
  }

  @Override
  public void onUpdate(Pod before, Pod after) {
    if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
      offer(new Change(before, true));
    }
    offer(new Change(after, false));
  }

  @Override
  public void onDelete(Pod last) {
    offer(new Change(last, true));
  }

  @Override
  public void close() {
    synchronized (lock) {
      thread.ifPresent(Thread::interrupt);
    }
  }

  private void offer(Change change) {
    synchronized (lock) {
      changes.put(change.pod().getMetadata().getUid(), change);
      lock.notifyAll();
    }
  }

  private void run() {
    try {
      while (true) {
        var change = next();
        if (change.gone()) {
          workers.remove(change.pod());
        } else {
          workers.update(change.pod());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Change next() throws InterruptedException {
    synchronized (lock) {
      busy = false;
      while (changes.isEmpty()) {
        lock.wait();
      }
      busy = true;
      return changes.pollFirstEntry().getValue();
    }
  }
}
