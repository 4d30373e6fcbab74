package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The informers of one program: whoever asks for the same objects gets the same informer.
public final class InformerFactory implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final ApiClient client;
  private final Map<Key, SharedInformer<?>> informers = new LinkedHashMap<>();

  private record Key(ResourceType type, ListQuery query) {}

  public InformerFactory(ApiClient client) {
    this.client = client;
  }

  public <M extends Message> SharedInformer<M> informer(Class<M> type) {
    return informer(type, ListQuery.all());
  }

  /// The informer of some of the objects.
  ///
  /// @param query which of the objects; its resource version and paging are the informer's own
  ///   business
  @SuppressWarnings("unchecked")
  public <M extends Message> SharedInformer<M> informer(Class<M> type, ListQuery query) {
    return (SharedInformer<M>) informer(Scheme.kubernetes().resourceOf(type), query);
  }

  public synchronized SharedInformer<? extends Message> informer(
      ResourceType type, ListQuery query) {
    var informer = informers.computeIfAbsent(new Key(type, query), this::create);
    informer.keepMetadataOnly(false);
    return informer;
  }

  /// The informer of all objects for whom their metadata will do; whether there is more in them
  /// depends on whether somebody else asks for it. To be asked before anything is started.
  public synchronized SharedInformer<? extends Message> metadata(ResourceType type) {
    return informers.computeIfAbsent(
        new Key(type, ListQuery.all()),
        key -> {
          var informer = create(key);
          informer.keepMetadataOnly(true);
          return informer;
        });
  }

  /// Starts the informers that are not running yet.
  public synchronized void startAll() {
    informers.values().forEach(SharedInformer::start);
  }

  /// Waits until every informer shows a whole state of the server.
  ///
  /// @return false if that took longer than it may
  public boolean awaitSync(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!hasSynced()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return true;
  }

  public synchronized boolean hasSynced() {
    return informers.values().stream().allMatch(SharedInformer::hasSynced);
  }

  /// Lets every informer catch up with the server on the caller's thread, without waiting.
  ///
  /// @return whether anything happened
  public boolean stepAll() {
    boolean any = false;
    for (var informer : all()) {
      any |= informer.step();
    }
    return any;
  }

  @Override
  public synchronized void close() {
    informers.values().forEach(SharedInformer::close);
  }

  private synchronized List<SharedInformer<?>> all() {
    return List.copyOf(informers.values());
  }

  private SharedInformer<?> create(Key key) {
    var source =
        new ListerWatcher<Message>() {
          @Override
          public ListResult<Message> list(ListQuery query) {
            return client.list(key.type(), query);
          }

          @Override
          public Watch<Message> watch(ListQuery query) {
            return client.watch(key.type(), query);
          }
        };
    return new SharedInformer<>(key.type().groupResource(), source, key.query());
  }
}
