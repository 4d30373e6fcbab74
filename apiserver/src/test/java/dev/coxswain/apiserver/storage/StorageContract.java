package dev.coxswain.apiserver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.apiserver.storage.Storage.Change;
import dev.coxswain.apiserver.storage.Storage.Entry;
import dev.coxswain.apiserver.storage.Storage.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Storage] does.
public abstract class StorageContract {
  private static final Duration SOON = Duration.ofSeconds(5);

  /// Keys of one test don't meet those of another.
  private String prefix;

  protected abstract Storage storage();

  /// Forgets the history before this revision.
  protected abstract void compact(long revision);

  @BeforeEach
  void choosePrefix() {
    prefix = "/registry/test-" + UUID.randomUUID() + "/";
  }

  @Test
  void whatIsCreatedCanBeRead() {
    long revision = create("a", "1");
    var entry = storage().get(prefix + "a").orElseThrow();
    assertThat(text(entry)).isEqualTo("1");
    assertThat(entry.revision()).isEqualTo(revision);
    assertThat(entry.createRevision()).isEqualTo(revision);
    assertThat(storage().get(prefix + "b")).isEmpty();
  }

  @Test
  void creatingTwiceShowsWhatIsThere() {
    create("a", "1");
    var outcome = storage().create(prefix + "a", "2".getBytes(UTF_8), Duration.ZERO);
    assertThat(((Outcome.Mismatch) outcome).current()).map(StorageContract::text).contains("1");
  }

  @Test
  void anUpdateNeedsTheRevisionItReplaces() {
    long first = create("a", "1");
    long second = written(storage().update(prefix + "a", bytes("2"), first, Duration.ZERO));
    assertThat(second).isGreaterThan(first);
    var stale = storage().update(prefix + "a", bytes("3"), first, Duration.ZERO);
    assertThat(((Outcome.Mismatch) stale).current()).map(Entry::revision).contains(second);
    assertThat(storage().get(prefix + "a").map(StorageContract::text)).contains("2");
  }

  @Test
  void aDeleteNeedsTheRevisionItRemoves() {
    long revision = create("a", "1");
    assertThat(storage().delete(prefix + "a", revision + 1)).isInstanceOf(Outcome.Mismatch.class);
    assertThat(written(storage().delete(prefix + "a", revision))).isGreaterThan(revision);
    assertThat(storage().get(prefix + "a")).isEmpty();
    var again = storage().delete(prefix + "a", revision);
    assertThat(((Outcome.Mismatch) again).current()).isEmpty();
  }

  @Test
  void listsAreSortedAndCutIntoPages() {
    for (var name : List.of("c", "a", "b/1", "b", "d")) {
      create(name, name);
    }
    var all = storage().list(prefix, "", 0, 0);
    assertThat(all.entries())
        .extracting(e -> e.key().substring(prefix.length()))
        .containsExactly("a", "b", "b/1", "c", "d");
    var first = storage().list(prefix, "", 2, 0);
    assertThat(first.entries()).hasSize(2);
    assertThat(first.count()).isEqualTo(5);
    var next = first.entries().getLast().key() + "\0";
    var second = storage().list(prefix, next, 2, first.revision());
    assertThat(second.entries()).extracting(StorageContract::text).containsExactly("b/1", "c");
    assertThat(second.count()).isEqualTo(3);
  }

  @Test
  void longListsAreComplete() {
    for (int i = 0; i < 1234; i++) {
      create("%05d".formatted(i), "x");
    }
    assertThat(storage().list(prefix, "", 0, 0).entries()).hasSize(1234);
    assertThat(storage().list(prefix, "", 1100, 0).entries()).hasSize(1100);
    assertThat(storage().list(prefix, "", 1100, 0).count()).isEqualTo(1234);
  }

  @Test
  void aListShowsThePastUntilItIsCompacted() {
    long then = create("a", "1");
    storage().update(prefix + "a", bytes("2"), then, Duration.ZERO);
    long now = create("b", "1");
    var past = storage().list(prefix, "", 0, then);
    assertThat(past.entries()).extracting(StorageContract::text).containsExactly("1");
    assertThat(past.revision()).isEqualTo(then);
    compact(now);
    assertThatThrownBy(() -> storage().list(prefix, "", 0, then))
        .isInstanceOf(StorageException.Compacted.class);
  }

  @Test
  void theCurrentRevisionIsThatOfTheLatestWrite() {
    assertThat(storage().currentRevision()).isGreaterThan(0);
    long revision = create("a", "1");
    assertThat(storage().currentRevision()).isGreaterThanOrEqualTo(revision);
  }

  @Test
  void aWatchDeliversEveryChangeOnceAndInOrder() throws InterruptedException {
    long before = storage().currentRevision();
    long created = create("a", "1");
    long updated = written(storage().update(prefix + "a", bytes("2"), created, Duration.ZERO));
    try (var changes = storage().watch(before)) {
      long deleted = written(storage().delete(prefix + "a", updated));
      assertThat(read(changes, 3))
          .extracting(Change::revision)
          .containsExactly(created, updated, deleted);
    }
    try (var changes = storage().watch(created)) {
      var seen = read(changes, 2);
      assertThat(seen.getFirst().value()).map(v -> new String(v, UTF_8)).contains("2");
      assertThat(seen.getLast().value()).isEmpty();
    }
  }

  @Test
  void aWatchOfForgottenHistorySaysSo() {
    long first = create("a", "1");
    storage().update(prefix + "a", bytes("2"), first, Duration.ZERO);
    compact(create("b", "1"));
    try (var changes = storage().watch(first)) {
      assertThatThrownBy(() -> changes.next(SOON)).isInstanceOf(StorageException.Compacted.class);
    }
  }

  @Test
  void closingEndsTheWait() throws InterruptedException {
    var changes = storage().watch(storage().currentRevision());
    var reader = Thread.ofVirtual().start(() -> drain(changes));
    changes.close();
    reader.join(SOON);
    assertThat(reader.isAlive()).isFalse();
  }

  private static void drain(Storage.Changes changes) {
    try {
      var seen = changes.next(Duration.ofMinutes(1));
      assertThat(seen).isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Change> read(Storage.Changes changes, int count) throws InterruptedException {
    var seen = new ArrayList<Change>();
    long end = System.nanoTime() + SOON.toNanos();
    while (seen.size() < count && System.nanoTime() < end) {
      changes.next(Duration.ofMillis(100)).stream()
          .filter(change -> change.key().startsWith(prefix))
          .forEach(seen::add);
    }
    return seen;
  }

  private long create(String name, String value) {
    return written(storage().create(prefix + name, bytes(value), Duration.ZERO));
  }

  private static long written(Outcome outcome) {
    return ((Outcome.Written) outcome).revision();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(Entry entry) {
    return new String(entry.value(), UTF_8);
  }
}
