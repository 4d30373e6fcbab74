package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.status.ApiException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A local copy of a resource's objects that keeps itself up to date, with handlers for changes.
///
/// [#start] does so on a virtual thread; [#step] on the caller's, for tests and simulations.
public final class SharedInformer<M extends Message> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SharedInformer.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

  private final String name;
  private final InformerStore<M> store = new InformerStore<>();
  private final Reflector<M> reflector;
  private Thread thread;
  private volatile boolean closed;

  public SharedInformer(String name, ListerWatcher<M> source, ListQuery query) {
    this.name = name;
    this.reflector = new Reflector<>(source, query, store);
  }

  public Lister<M> lister() {
    return store;
  }

  public void addHandler(ResourceHandler<? super M> handler) {
    store.addHandler(handler);
  }

  /// From now on, the lister's `byIndex` finds objects by the values that `values` finds in them.
  public void addIndex(String index, Function<? super M, ? extends Collection<String>> values) {
    store.addIndex(index, values);
  }

  /// Says whether only the objects' metadata is to be kept; before the start.
  void keepMetadataOnly(boolean value) {
    store.keepMetadataOnly(value);
  }

  /// Whether the lister shows a whole state of the server, and not nothing yet.
  public boolean hasSynced() {
    return store.hasSynced();
  }

  /// Begins to follow the server. More calls do nothing.
  public synchronized void start() {
    if (thread == null && !closed) {
      thread = Thread.ofVirtual().name("informer-" + name).start(this::run);
    }
  }

  /// Catches up with the server without waiting; not together with [#start].
  ///
  /// @return whether anything happened
  public boolean step() {
    return reflector.step();
  }

  @Override
  public synchronized void close() {
    closed = true;
    reflector.close();
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    int failures = 0;
    while (!closed) {
      try {
        reflector.follow();
        failures = 0;
      } catch (RuntimeException e) {
        failures++;
        if (!closed) {
          report(e, failures);
        }
      }
      if (!pause(failures)) {
        return;
      }
    }
  }

  private void report(RuntimeException e, int failures) {
    // A server that is away is one line at first, and then again each time the pause has doubled.
    var event = e instanceof ApiException ? log.atWarn() : log.atError().setCause(e);
    if (Integer.bitCount(failures) == 1) {
      event
          .addKeyValue("resource", name)
          .addKeyValue("failures", failures)
          .addKeyValue("err", e.getMessage())
          .log("cannot follow the resource");
    }
  }

  private static boolean pause(int failures) {
    try {
      Thread.sleep(failures == 0 ? Duration.ofMillis(5) : BACKOFF.after(failures));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
