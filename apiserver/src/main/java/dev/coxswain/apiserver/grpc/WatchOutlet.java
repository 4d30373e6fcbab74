package dev.coxswain.apiserver.grpc;

import dev.coxswain.api.rpc.v1.WatchEvent;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.watch.WatchPump;
import dev.coxswain.apiserver.watch.WatchSink;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.function.Consumer;

/// The answer to a watch, which may be cancelled before there is anything to watch.
final class WatchOutlet implements WatchSink {
  private final ServerCallStreamObserver<WatchEvent> observer;
  private final Consumer<WatchOutlet> onEnd;
  private Optional<WatchPump> pump = Optional.empty();
  private boolean closed;

  /// @param onEnd is called when nothing follows any more
  WatchOutlet(ServerCallStreamObserver<WatchEvent> observer, Consumer<WatchOutlet> onEnd) {
    this.observer = observer;
    this.onEnd = onEnd;
    observer.setOnReadyHandler(this::wake);
    observer.setOnCancelHandler(this::close);
  }

  /// @param started what moves the events here; it begins now
  void start(WatchPump started) {
    boolean late;
    synchronized (this) {
      pump = Optional.of(started);
      late = closed;
    }
    if (late) {
      started.close();
    } else {
      started.wake();
    }
  }

  private void wake() {
    current().ifPresent(WatchPump::wake);
  }

  void close() {
    synchronized (this) {
      closed = true;
    }
    current().ifPresent(WatchPump::close);
  }

  private synchronized Optional<WatchPump> current() {
    return pump;
  }

  @Override
  public boolean isWritable() {
    return observer.isReady();
  }

  @Override
  public void add(WatchItem item) {
    var envelope =
        switch (item) {
          case WatchItem.Event(_, var object) -> Envelopes.of(object);
          case WatchItem.Failure(var status) -> Envelopes.of(status);
        };
    observer.onNext(WatchEvent.newBuilder().setType(item.typeName()).setObject(envelope).build());
  }

  /// Every event has been sent by itself.
  @Override
  public void flush() {}

  @Override
  public void end(Optional<RuntimeException> failure) {
    onEnd.accept(this);
    if (!observer.isCancelled()) {
      failure.ifPresentOrElse(e -> observer.onError(Failures.of(e)), observer::onCompleted);
    }
  }
}
