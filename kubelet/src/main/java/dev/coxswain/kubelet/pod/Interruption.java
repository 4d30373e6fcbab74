package dev.coxswain.kubelet.pod;

/// Lets others interrupt a thread, but only while it says that it may be.
final class Interruption {
  private final Object lock = new Object();
  private Thread interruptible;

  /// Something that may be called off.
  interface Work<T, E extends Exception> {
    T run() throws E, InterruptedException;
  }

  <T, E extends Exception> T allow(Work<T, E> work) throws E, InterruptedException {
    synchronized (lock) {
      interruptible = Thread.currentThread();
    }
    try {
      return work.run();
    } finally {
      synchronized (lock) {
        interruptible = null;
        // One that came too late must not hit whatever the thread does next.
        Thread.interrupted();
      }
    }
  }

  void interrupt() {
    synchronized (lock) {
      if (interruptible != null) {
        interruptible.interrupt();
      }
    }
  }
}
