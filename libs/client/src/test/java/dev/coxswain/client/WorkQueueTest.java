package dev.coxswain.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private final ManualClock clock = new ManualClock();
  private final WorkQueue<String> queue = new WorkQueue<>(clock);

  @Test
  void aKeyThatIsAddedTwiceIsHandedOutOnce() {
    queue.add("a");
    queue.add("b");
    queue.add("a");
    assertThat(List.of(queue.poll(), queue.poll(), queue.poll()))
        .containsExactly(Optional.of("a"), Optional.of("b"), Optional.empty());
  }

  @Test
  void aKeyThatIsAddedWhileBeingWorkedOnComesAgainAfterwards() {
    queue.add("a");
    assertThat(queue.poll()).contains("a");
    queue.add("a");
    assertThat(queue.poll()).as("nobody else may work on it meanwhile").isEmpty();
    queue.done("a");
    assertThat(queue.poll()).contains("a");
    queue.done("a");
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void aDelayedKeyBecomesDueByTheClock() {
    queue.addAfter("a", Duration.ofSeconds(5));
    queue.addAfter("a", Duration.ofSeconds(2));
    queue.addAfter("a", Duration.ofSeconds(9));
    clock.advance(Duration.ofMillis(1999));
    assertThat(queue.poll()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(queue.poll()).as("the earliest request counts").contains("a");
    queue.done("a");
    clock.advance(Duration.ofSeconds(10));
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void failuresMakePausesLongerUntilTheKeyIsForgotten() {
    assertThat(pauseOf("a")).isEqualTo(Duration.ofMillis(5));
    assertThat(pauseOf("a")).isEqualTo(Duration.ofMillis(10));
    assertThat(pauseOf("a")).isEqualTo(Duration.ofMillis(20));
    assertThat(pauseOf("b")).isEqualTo(Duration.ofMillis(5));
    queue.forget("a");
    assertThat(pauseOf("a")).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void aWaitingWorkerGetsAKeyAndIsReleasedByClose() throws Exception {
    var first = CompletableFuture.supplyAsync(this::take);
    queue.add("a");
    assertThat(first.get(5, TimeUnit.SECONDS)).contains("a");
    var second = CompletableFuture.supplyAsync(this::take);
    queue.close();
    assertThat(second.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  private Optional<String> take() {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Duration pauseOf(String key) {
    var now = clock.instant();
    queue.addRateLimited(key);
    var due = queue.nextDue().orElseThrow();
    clock.advance(Duration.between(now, due));
    assertThat(queue.poll()).contains(key);
    queue.done(key);
    return Duration.between(now, due);
  }

  @Test
  void anObserverIsToldHowLongKeysWaitAndAreWorkedOn() {
    var told = new ArrayList<String>();
    queue.observe(
        new WorkQueue.Observer() {
          @Override
          public void added() {
            told.add("added");
          }

          @Override
          public void postponed() {
            told.add("postponed");
          }

          @Override
          public void taken(Duration waited) {
            told.add("taken after " + waited);
          }

          @Override
          public void done(Duration worked) {
            told.add("done after " + worked);
          }
        });
    queue.add("a");
    queue.add("a");
    clock.advance(Duration.ofSeconds(3));
    assertThat(queue.poll()).contains("a");
    clock.advance(Duration.ofSeconds(2));
    assertThat(queue.unfinished())
        .isEqualTo(new WorkQueue.Unfinished(Duration.ofSeconds(2), Duration.ofSeconds(2)));
    queue.addAfter("a", Duration.ofSeconds(1));
    queue.done("a");
    assertThat(told).containsExactly("added", "taken after PT3S", "postponed", "done after PT2S");
    assertThat(queue.unfinished().sum()).isZero();
  }
}
