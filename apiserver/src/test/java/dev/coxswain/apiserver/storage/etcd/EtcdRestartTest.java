package dev.coxswain.apiserver.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.apiserver.storage.Storage.Change;
import dev.coxswain.apiserver.storage.Storage.Changes;
import dev.coxswain.apiserver.storage.Storage.Outcome;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.testing.EtcdServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// etcd dies again and again under write load. What was acknowledged must be there, and a watch
/// must have seen every revision once and in order.
class EtcdRestartTest {
  private static final int WRITERS = 8;
  private static final int KILLS = Integer.getInteger("coxswain.etcd.kills", 4);
  private static final int WRITES_BETWEEN_KILLS = 300;

  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> revisions = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void nothingIsLostMissedOrSeenTwice() throws InterruptedException {
    assumeTrue(EtcdServer.isInstalled(), "needs etcd");
    try (var etcd = EtcdServer.start();
        var storage = EtcdStorage.alone(config(etcd), InstantSource.system())) {
      long start = storage.currentRevision();
      try (var changes = storage.watch(start)) {
        var seen = new ArrayList<Change>();
        var reader = Thread.ofVirtual().start(() -> follow(changes, seen));
        var writers = new ArrayList<Thread>();
        for (int i = 0; i < WRITERS; i++) {
          int number = i;
          writers.add(Thread.ofVirtual().start(() -> write(storage, number)));
        }
        for (int kill = 0; kill < KILLS; kill++) {
          awaitWrites((kill + 1) * WRITES_BETWEEN_KILLS);
          etcd.kill();
          etcd.restart();
        }
        awaitWrites((KILLS + 1) * WRITES_BETWEEN_KILLS);
        stop.set(true);
        for (var writer : writers) {
          writer.join();
        }
        long last = marker(storage);
        reader.join(Duration.ofSeconds(30));
        assertThat(reader.isAlive()).as("the watch reached the marker").isFalse();
        check(storage, seen, start, last);
      }
    }
  }

  private void check(EtcdStorage storage, List<Change> seen, long start, long last) {
    var expected = new ArrayList<Long>();
    for (long revision = start + 1; revision <= last; revision++) {
      expected.add(revision);
    }
    assertThat(seen).extracting(Change::revision).isEqualTo(expected);
    assertThat(seen).extracting(Change::revision).containsAll(revisions);
    acknowledged.forEach(
        (key, value) -> assertThat(value(storage, key)).as(key).isGreaterThanOrEqualTo(value));
  }

  /// Counts up one key; what is unknown is read again, as a client would.
  private void write(EtcdStorage storage, int number) {
    var key = "/registry/load/" + number;
    long value = 0;
    long revision = 0;
    while (!stop.get()) {
      try {
        var bytes = Long.toString(value + 1).getBytes(StandardCharsets.UTF_8);
        var outcome =
            revision == 0
                ? storage.create(key, bytes, Duration.ZERO)
                : storage.update(key, bytes, revision, Duration.ZERO);
        switch (outcome) {
          case Outcome.Written(long written) -> {
            value++;
            revision = written;
            acknowledged.put(key, value);
            revisions.add(written);
          }
          case Outcome.Mismatch(var current) -> {
            revision = current.orElseThrow().revision();
            value = value(current.orElseThrow().value());
          }
        }
      } catch (StorageException _) {
        // Unknown or refused: the next attempt finds out.
      }
    }
  }

  private static void follow(Changes changes, List<Change> seen) {
    try {
      while (seen.isEmpty() || !seen.getLast().key().equals("/registry/marker")) {
        seen.addAll(changes.next(Duration.ofSeconds(1)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long marker(EtcdStorage storage) {
    var outcome = storage.create("/registry/marker", new byte[] {1}, Duration.ZERO);
    return ((Outcome.Written) outcome).revision();
  }

  private void awaitWrites(int count) throws InterruptedException {
    var pause = new CountDownLatch(1);
    while (revisions.size() < count) {
      if (pause.await(5, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static long value(EtcdStorage storage, String key) {
    return value(storage.get(key).orElseThrow().value());
  }

  private static long value(byte[] bytes) {
    return Long.parseLong(new String(bytes, StandardCharsets.UTF_8));
  }

  private static EtcdConfig config(EtcdServer etcd) {
    return EtcdConfig.of(List.of(etcd.endpoint()), Optional.empty())
        .withDeadline(Duration.ofSeconds(3));
  }
}
