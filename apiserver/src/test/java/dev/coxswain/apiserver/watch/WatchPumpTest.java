package dev.coxswain.apiserver.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WatchPumpTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Deadlines DEADLINES = new Deadlines();

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Items items = new Items();
  private final Client client = new Client();
  private final WatchPump pump =
      new WatchPump(items, client, tasks::add, DEADLINES, InstantSource.fixed(NOW));

  @AfterAll
  static void stop() {
    DEADLINES.close();
  }

  @Test
  void whatComesTogetherIsSentTogether() {
    items.add("a", "b");
    pump.wake();
    runTasks();
    items.add("c");
    runTasks();
    assertThat(client.sent).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void aPumpThatIsWokenOftenRunsOnce() {
    pump.wake();
    pump.wake();
    assertThat(tasks).hasSize(1);
    runTasks();
    items.add("a");
    items.add("b");
    assertThat(tasks).hasSize(1);
  }

  @Test
  void nothingIsTakenThatTheClientCanNotTake() {
    client.room = 1;
    items.add("a", "b", "c");
    pump.wake();
    runTasks();
    assertThat(client.sent).containsExactly(List.of("a"));
    assertThat(items.coming).containsExactly("b", "c");
    client.room = 5;
    pump.wake();
    runTasks();
    assertThat(client.sent).containsExactly(List.of("a"), List.of("b", "c"));
  }

  @Test
  void whatComesBetweenTheLastLookAndTheRestIsNotMissed() {
    items.beforeRest = () -> items.coming.add("late");
    pump.wake();
    runTasks();
    assertThat(client.sent).containsExactly(List.of("late"));
  }

  @Test
  void theEndComesAfterTheLastItemAndOnce() {
    items.add("a");
    items.endsAfterLast = true;
    pump.wake();
    runTasks();
    pump.close();
    runTasks();
    assertThat(client.sent).containsExactly(List.of("a"));
    assertThat(client.ends).containsExactly(Optional.empty());
  }

  @Test
  void aClientThatGoesEndsItThoughItTakesNothingAnyMore() {
    client.room = 0;
    items.add("a");
    pump.wake();
    runTasks();
    pump.close();
    runTasks();
    assertThat(client.sent).isEmpty();
    assertThat(client.ends).hasSize(1);
  }

  @Test
  void aFailureEndsTheStreamAndIsTold() {
    var failure = new IllegalStateException("as the test wants it");
    client.failure = Optional.of(failure);
    items.add("a");
    pump.wake();
    runTasks();
    assertThat(client.ends).containsExactly(Optional.of(failure));
    assertThat(items.isClosed()).isTrue();
  }

  @Test
  void aSinkThatFailsToEndIsEndedOnce() {
    client.endFails = true;
    pump.close();
    runTasks();
    pump.wake();
    runTasks();
    assertThat(client.ends).hasSize(1);
  }

  @Test
  void itLooksAgainWhenTheStreamIsDue() throws InterruptedException {
    var looked = new CountDownLatch(1);
    items.due = NOW;
    var alarmed =
        new WatchPump(
            items,
            client,
            task -> {
              task.run();
              looked.countDown();
            },
            DEADLINES,
            InstantSource.fixed(NOW));
    alarmed.wake();
    items.coming.add("bookmark"); // Nobody is told.
    assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
    alarmed.close();
    assertThat(client.ends).hasSize(1);
  }

  private void runTasks() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  private static final class Items implements WatchStream {
    private final Deque<String> coming = new ArrayDeque<>();
    private Runnable ready = () -> {};
    private Runnable beforeRest = () -> {};
    private Instant due = Instant.MAX;
    private boolean endsAfterLast;
    private boolean closed;

    void add(String... reasons) {
      coming.addAll(List.of(reasons));
      var told = ready;
      ready = () -> {};
      told.run();
    }

    @Override
    public Optional<WatchItem> poll() {
      if (closed || coming.isEmpty()) {
        closed |= endsAfterLast;
        return Optional.empty();
      }
      var status = Status.newBuilder().setReason(coming.poll()).build();
      return Optional.of(new WatchItem.Failure(status));
    }

    @Override
    public void whenReady(Runnable action) {
      beforeRest.run();
      beforeRest = () -> {};
      if (coming.isEmpty()) {
        ready = action;
      } else {
        action.run();
      }
    }

    @Override
    public Instant due() {
      return due;
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class Client implements WatchSink {
    private final List<List<String>> sent = new ArrayList<>();
    private final List<Optional<RuntimeException>> ends = new ArrayList<>();
    private final List<String> batch = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private int room = 100;
    private boolean endFails;

    @Override
    public boolean isWritable() {
      return room > 0;
    }

    @Override
    public void add(WatchItem item) {
      failure.ifPresent(e -> {
        throw e;
      });
      batch.add(((WatchItem.Failure) item).status().getReason());
      room--;
    }

    @Override
    public void flush() {
      if (!batch.isEmpty()) {
        sent.add(List.copyOf(batch));
        batch.clear();
      }
    }

    @Override
    public void end(Optional<RuntimeException> why) {
      ends.add(why);
      if (endFails) {
        throw new IllegalStateException("as the test wants it");
      }
    }
  }
}
