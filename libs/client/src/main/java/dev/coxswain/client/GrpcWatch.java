package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.rpc.v1.WatchEvent;
import dev.coxswain.api.rpc.v1.WatchRequest;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/// A watch over a gRPC stream. The server is asked for no more than a window of events ahead of the
/// reader.
final class GrpcWatch extends ClientCall.Listener<WatchEvent> implements Watch<Message> {
  private static final int WINDOW = 256;
  // Asking for more wakes the connection's thread: not for each event.
  private static final int BATCH = WINDOW / 2;
  private static final KindType STATUS = Scheme.kubernetes().kindOf(Status.class);

  private sealed interface Item {
    record Event(WatchEvent event) implements Item {}

    record End(io.grpc.Status status, Metadata trailers) implements Item {}
  }

  private final ClientCall<WatchRequest, WatchEvent> call;
  private final KindType kind;
  // Bounded by the window: the transport delivers only what was asked for.
  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private Optional<dev.coxswain.client.WatchEvent<Message>> next = Optional.empty();
  private int taken;
  private boolean ended;
  private volatile boolean closed;

  private GrpcWatch(ClientCall<WatchRequest, WatchEvent> call, KindType kind) {
    this.call = call;
    this.kind = kind;
  }

  static GrpcWatch start(
      ClientCall<WatchRequest, WatchEvent> call, WatchRequest request, KindType kind) {
    var watch = new GrpcWatch(call, kind);
    call.start(watch, new Metadata());
    call.request(WINDOW);
    call.sendMessage(request);
    call.halfClose();
    return watch;
  }

  @Override
  public void onMessage(WatchEvent event) {
    items.add(new Item.Event(event));
  }

  @Override
  public void onClose(io.grpc.Status status, Metadata trailers) {
    items.add(new Item.End(status, trailers));
  }

  @Override
  public boolean hasNext() {
    try {
      while (next.isEmpty() && !ended) {
        accept(items.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      ended = true;
    }
    return next.isPresent();
  }

  @Override
  public dev.coxswain.client.WatchEvent<Message> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the watch has ended");
    }
    var event = next.orElseThrow();
    next = Optional.empty();
    return event;
  }

  @Override
  public Optional<dev.coxswain.client.WatchEvent<Message>> poll() {
    if (next.isEmpty() && !ended) {
      Optional.ofNullable(items.poll()).ifPresent(this::accept);
    }
    var event = next;
    next = Optional.empty();
    return event;
  }

  @Override
  public boolean ended() {
    return ended && next.isEmpty();
  }

  @Override
  public void close() {
    closed = true;
    call.cancel("closed by the reader", null);
  }

  private void accept(Item item) {
    switch (item) {
      case Item.Event(var event) -> {
        if (++taken == BATCH) {
          taken = 0;
          call.request(BATCH);
        }
        next = Optional.of(decode(event));
      }
      case Item.End(var status, var trailers) -> {
        ended = true;
        if (!status.isOk() && !closed) {
          throw GrpcErrors.toApi(status, Optional.ofNullable(trailers));
        }
      }
    }
  }

  private dev.coxswain.client.WatchEvent<Message> decode(WatchEvent event) {
    if (event.getType().equals("ERROR")) {
      close();
      ended = true;
      throw ApiException.of((Status) Envelopes.open(event.getObject(), STATUS));
    }
    return new dev.coxswain.client.WatchEvent<>(
        dev.coxswain.client.WatchEvent.Type.valueOf(event.getType()),
        Envelopes.open(event.getObject(), kind));
  }
}
