package dev.coxswain.apiserver.watch;

import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.loops.Deadlines.Deadline;
import dev.coxswain.apiserver.storage.WatchStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves the items of one watch to its client as fast as both sides allow. It owns no thread: a
/// thousand quiet watches cost memory only, and a change costs each of its watchers one task.
public final class WatchPump {
  private static final Logger log = LoggerFactory.getLogger(WatchPump.class);

  private enum State {
    RESTING,
    RUNNING,
    /// Woken while it was running: what it has looked at may have changed since.
    RUNNING_AGAIN,
    OVER
  }

  private final WatchStream items;
  private final WatchSink sink;
  private final Executor executor;
  private final Deadlines deadlines;
  private final InstantSource clock;
  private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);
  private Deadline alarm = Deadline.NONE;
  private Instant alarmAt = Instant.MAX;

  /// Begins with the first [#wake].
  ///
  /// @param executor what the sink is spoken to with: the event loop of the client's connection
  /// @param clock the one of the items
  public WatchPump(
      WatchStream items,
      WatchSink sink,
      Executor executor,
      Deadlines deadlines,
      InstantSource clock) {
    this.items = items;
    this.sink = sink;
    this.executor = executor;
    this.deadlines = deadlines;
    this.clock = clock;
  }

  /// There may be something to do: an item, room in the sink, or the end. From any thread.
  public void wake() {
    var before =
        state.getAndUpdate(now ->
            switch (now) {
              case RESTING -> State.RUNNING;
              case RUNNING, RUNNING_AGAIN -> State.RUNNING_AGAIN;
              case OVER -> State.OVER;
            });
    if (before == State.RESTING) {
      executor.execute(this::run);
    }
  }

  /// Ends the watch, because its client has gone or the server goes. From any thread.
  public void close() {
    items.close();
    wake();
  }

  private void run() {
    do {
      state.set(State.RUNNING);
      try {
        move();
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("watch failed");
        end(Optional.of(e));
      }
    } while (state.get() != State.OVER && !state.compareAndSet(State.RUNNING, State.RESTING));
  }

  private void move() {
    while (sink.isWritable() || items.isClosed()) {
      var item = items.poll();
      if (item.isPresent()) {
        sink.add(item.get());
      } else if (items.isClosed()) {
        sink.flush();
        end(Optional.empty());
        return;
      } else {
        sink.flush();
        setAlarm();
        items.whenReady(this::wake);
        return;
      }
    }
    sink.flush();
  }

  private void end(Optional<RuntimeException> failure) {
    if (state.getAndSet(State.OVER) != State.OVER) {
      alarm.close();
      items.close();
      sink.end(failure);
    }
  }

  /// An alarm that is too early does no harm, and isn't set anew with every item.
  private void setAlarm() {
    var due = items.due();
    if (due.isBefore(alarmAt)) {
      alarm.close();
      alarmAt = due;
      alarm = deadlines.in(Duration.between(clock.instant(), due), this::alarmed);
    }
  }

  private void alarmed() {
    executor.execute(() -> {
      alarmAt = Instant.MAX;
      wake();
    });
  }
}
