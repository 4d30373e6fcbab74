package dev.coxswain.apiserver.http;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether a channel takes more bytes, and who waits for that.
final class Writability {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Channel channel;
  private volatile Runnable onWritable = () -> {};
  private boolean closed;

  Writability(Channel channel) {
    this.channel = channel;
  }

  void await() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && channel.isActive() && !channel.isWritable()) {
        changed.await();
      }
      if (closed || !channel.isActive()) {
        throw new IOException("the connection is closed");
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void onWritable(Runnable action) {
    onWritable = action;
  }

  void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (channel.isWritable()) {
      onWritable.run();
    }
  }

  /// From now on nobody may write.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
