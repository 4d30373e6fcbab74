package dev.coxswain.kubelet.server;

import com.google.protobuf.ByteString;
import dev.coxswain.api.rpc.v1.Output;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Sends messages of one gRPC call from ordinary threads, which wait when the other end is slow.
final class GrpcOutput {
  private final ServerCallStreamObserver<Output> client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicReference<Thread> worker = new AtomicReference<>();

  GrpcOutput(ServerCallStreamObserver<Output> client) {
    this.client = client;
    client.setOnReadyHandler(this::wake);
    client.setOnCancelHandler(this::cancel);
  }

  /// Runs the work on a thread of its own, which is interrupted when the client goes away.
  void start(String name, Runnable work) {
    var thread = Thread.ofVirtual().name(name).unstarted(work);
    worker.set(thread);
    thread.start();
  }

  private void cancel() {
    wake();
    Optional.ofNullable(worker.get()).ifPresent(Thread::interrupt);
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isAlive() {
    return !client.isCancelled();
  }

  void send(Output message) throws IOException {
    lock.lock();
    try {
      while (!client.isReady() && isAlive()) {
        changed.await();
      }
      if (!isAlive()) {
        throw new IOException("the client has gone");
      }
      client.onNext(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /// @param wrap makes a message of some bytes
  OutputStream stream(Function<ByteString, Output> wrap) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        send(wrap.apply(ByteString.copyFrom(bytes, offset, length)));
      }
    };
  }
}
