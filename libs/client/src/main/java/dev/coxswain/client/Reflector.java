package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Keeps a store like the server's state: lists once, then watches; resumes a broken watch where it
/// ended, and lists again when the server no longer remembers that far.
///
/// It is driven from outside and has no thread: [#step] waits for nothing but the list call,
/// [#follow] until the current watch ends. After an exception the caller pauses and calls again.
public final class Reflector<M extends Message> implements AutoCloseable {
  // A page, as in client-go: large enough to be few, small enough to be sent at once.
  private static final int PAGE = 500;

  private final ListerWatcher<M> source;
  private final ListQuery query;
  private final InformerStore<M> store;
  private String resourceVersion = "";
  private volatile Optional<Watch<M>> watch = Optional.empty();

  public Reflector(ListerWatcher<M> source, ListQuery query, InformerStore<M> store) {
    this.source = source;
    this.query = query;
    this.store = store;
  }

  /// Applies what is there to be applied, listing and watching first where necessary.
  ///
  /// @return whether anything happened
  public boolean step() {
    return guarded(() -> {
      boolean connected = connect();
      var current = watch.orElseThrow();
      var event = current.poll();
      boolean any = connected || event.isPresent();
      for (; event.isPresent(); event = current.poll()) {
        apply(event.get());
      }
      if (current.ended()) {
        disconnect();
      }
      return any;
    });
  }

  /// Applies changes until the current watch ends, listing and watching first where necessary.
  public void follow() {
    guarded(() -> {
      connect();
      var current = watch.orElseThrow();
      while (current.hasNext()) {
        apply(current.next());
      }
      disconnect();
      return true;
    });
  }

  /// Ends the current watch; callable from any thread.
  @Override
  public void close() {
    watch.ifPresent(Watch::close);
  }

  /// The state up to which the store was brought; empty before the first list.
  public String resourceVersion() {
    return resourceVersion;
  }

  private boolean connect() {
    boolean connecting = watch.isEmpty();
    if (resourceVersion.isEmpty()) {
      relist();
    }
    if (connecting) {
      watch = Optional.of(source.watch(query.withResourceVersion(resourceVersion)));
    }
    return connecting;
  }

  private void relist() {
    var items = new ArrayList<M>();
    var part = source.list(query.withLimit(PAGE));
    items.addAll(part.items());
    while (!part.continueToken().isEmpty()) {
      part = source.list(query.withLimit(PAGE).withContinueToken(part.continueToken()));
      items.addAll(part.items());
    }
    store.replace(items);
    resourceVersion = part.resourceVersion();
  }

  private void apply(WatchEvent<M> event) {
    store.apply(event);
    resourceVersion = Metadata.of(event.object()).getResourceVersion();
  }

  private boolean guarded(BooleanSupplier work) {
    try {
      return work.getAsBoolean();
    } catch (ApiException.Gone e) {
      disconnect();
      resourceVersion = "";
      return true;
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    }
  }

  private void disconnect() {
    watch.ifPresent(Watch::close);
    watch = Optional.empty();
  }
}
