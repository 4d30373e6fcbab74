package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import dev.coxswain.client.Watch;
import dev.coxswain.client.WatchEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;

/// A watch whose events take their time, in order.
final class SimulatedWatch implements Watch<Message> {
  /// Bookmarks and the stream's end come without a write.
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(20);

  private record Arriving(Instant at, WatchEvent<Message> event) {}

  private final SimulatedApiServer server;
  private final SimulatedClock clock;
  private final ResourceType type;
  private final String resource;
  private final WatchStream stream;
  private final Link link;
  private final Queue<Arriving> underway = new ArrayDeque<>();
  private Optional<Status> failure = Optional.empty();
  private Instant lastArrival = Instant.MIN;
  private Instant lookAgain = Instant.MIN;
  private long fetched = -1;
  private long delivered;
  private boolean closed;

  SimulatedWatch(
      SimulatedApiServer server,
      SimulatedClock clock,
      ResourceType type,
      WatchStream stream,
      Link link) {
    this.server = server;
    this.clock = clock;
    this.type = type;
    this.resource = SimulatedApiServer.resource(type);
    this.stream = stream;
    this.link = link;
  }

  @Override
  public Optional<WatchEvent<Message>> poll() {
    if (closed) {
      return Optional.empty();
    }
    if (failure.isEmpty()) { // Nothing follows on a failure.
      fetch();
    }
    var next = underway.peek();
    if (next != null && next.at().isAfter(clock.instant())) {
      link.wakeAt(next.at());
      return Optional.empty();
    }
    if (next == null && failure.isPresent()) {
      closed = true;
      throw ApiException.of(failure.get());
    }
    return Optional.ofNullable(underway.poll()).map(Arriving::event).map(this::checked);
  }

  private void fetch() {
    long newest = server.lastChangeOf(resource);
    if (newest <= fetched && clock.instant().isBefore(lookAgain)) {
      return;
    }
    fetched = newest;
    lookAgain = clock.instant().plus(LOOK_ANYWAY);
    for (var item = stream.poll(); item.isPresent(); item = stream.poll()) {
      accept(item.get());
    }
  }

  private void accept(WatchItem item) {
    switch (item) {
      case WatchItem.Event(var kind, var object) -> {
        var at = link.arrival(clock.instant());
        lastArrival = at.isBefore(lastArrival) ? lastArrival : at;
        var event = new WatchEvent<>(WatchEvent.Type.valueOf(kind.name()), object.message());
        underway.add(new Arriving(lastArrival, event));
      }
      case WatchItem.Failure(var status) -> failure = Optional.of(status);
    }
  }

  private WatchEvent<Message> checked(WatchEvent<Message> event) {
    long version = Long.parseLong(Metadata.of(event.object()).getResourceVersion());
    boolean inOrder =
        event.type() == WatchEvent.Type.BOOKMARK ? version >= delivered : version > delivered;
    if (!inOrder) {
      throw new InvariantBroken(
          "%s watch went back from %d to %d".formatted(type.groupResource(), delivered, version));
    }
    delivered = version;
    return event;
  }

  /// Ends as if the server had forgotten what comes next.
  void forget() {
    underway.clear();
    failure = Optional.of(new Refusal.Expired("simulated: too old resource version").toStatus());
  }

  @Override
  public boolean ended() {
    return closed || (stream.isClosed() && underway.isEmpty() && failure.isEmpty());
  }

  @Override
  public void close() {
    closed = true;
    underway.clear();
    stream.close();
  }

  @Override
  public boolean hasNext() {
    throw new UnsupportedOperationException("would wait, and nothing would happen meanwhile");
  }

  @Override
  public WatchEvent<Message> next() {
    throw new NoSuchElementException("a simulated watch is polled");
  }
}
