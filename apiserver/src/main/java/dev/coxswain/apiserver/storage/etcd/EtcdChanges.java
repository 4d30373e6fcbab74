package dev.coxswain.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import dev.coxswain.apiserver.storage.Storage.Change;
import dev.coxswain.apiserver.storage.Storage.Changes;
import dev.coxswain.apiserver.storage.StorageException;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All changes of etcd in order, over as many connections as it takes.
///
/// The position is ours: the revision of the last change that was handed out. Every new stream
/// begins right after it, whatever etcd said on the old one. Only a compaction ends the sequence.
final class EtcdChanges implements Changes {
  private static final Logger log = LoggerFactory.getLogger(EtcdChanges.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

  private final ManagedChannel channel;
  private long delivered;
  private Duration pause = FIRST_PAUSE;
  private volatile EtcdWatchCall call;
  private volatile boolean closed;

  EtcdChanges(ManagedChannel channel, long afterRevision) {
    this.channel = channel;
    this.delivered = afterRevision;
  }

  @Override
  public List<Change> next(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!closed) {
      var answer = stream().poll(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      switch (answer) {
        case EtcdWatchCall.Nothing _ -> {
          return List.of();
        }
        case EtcdWatchCall.Broken(var why) -> reopen(why);
        case EtcdWatchCall.Answered(var response) -> {
          var changes = take(response);
          if (!changes.isEmpty()) {
            return changes;
          }
        }
      }
    }
    return List.of();
  }

  @Override
  public void close() {
    closed = true;
    var open = call;
    if (open != null) {
      open.cancel();
    }
  }

  private EtcdWatchCall stream() {
    var open = call;
    if (open == null) {
      open = EtcdWatchCall.open(channel, delivered + 1);
      call = open;
      if (closed) {
        open.cancel();
      }
    }
    return open;
  }

  private void reopen(Throwable why) throws InterruptedException {
    if (closed) {
      return;
    }
    call.cancel();
    call = null;
    log.atInfo()
        .addKeyValue("revision", delivered)
        .addKeyValue("cause", why.getMessage())
        .log("etcd watch broke; resuming");
    Thread.sleep(pause);
    // Left alone, the channel would look for etcd less and less often; everybody waits for it.
    channel.resetConnectBackoff();
    pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause.multipliedBy(2);
  }

  /// The changes of an answer; etcd never splits a revision over two.
  private List<Change> take(WatchResponse response) throws InterruptedException {
    if (response.getCompactRevision() > 0) {
      throw new StorageException.Compacted(
          "etcd compacted revision " + (delivered + 1) + " before it was read");
    }
    if (response.getCanceled()) {
      reopen(new IllegalStateException("canceled by etcd: " + response.getCancelReason()));
      return List.of();
    }
    long before = delivered;
    var changes =
        response.getEventsList().stream()
            .filter(event -> event.getKv().getModRevision() > before)
            .map(EtcdChanges::change)
            .toList();
    if (!changes.isEmpty()) {
      pause = FIRST_PAUSE;
      delivered = changes.getLast().revision();
    }
    return changes;
  }

  private static Change change(Event event) {
    var kv = event.getKv();
    Optional<byte[]> value =
        event.getType() == Event.EventType.DELETE
            ? Optional.empty()
            : Optional.of(kv.getValue()).map(ByteString::toByteArray);
    return new Change(
        kv.getKey().toStringUtf8(), value, kv.getCreateRevision(), kv.getModRevision());
  }
}
