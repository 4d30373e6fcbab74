package dev.coxswain.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apimachinery.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
  private static final ObjectKey OWNER = new ObjectKey("default", "web");

  private final ManualClock clock = new ManualClock();
  private final WorkQueue<ObjectKey> queue = new WorkQueue<>(clock);
  private final Expectations expectations = new Expectations(clock, queue);

  @Test
  void areMetWhenEverythingWasSeen() {
    assertThat(expectations.satisfied(OWNER)).isTrue();
    expectations.expectCreations(OWNER, 2);
    expectations.expectDeletions(OWNER, List.of("x"));
    expectations.creationObserved(OWNER);
    expectations.creationObserved(OWNER);
    assertThat(expectations.satisfied(OWNER)).isFalse();
    expectations.deletionObserved(OWNER, "y");
    assertThat(expectations.satisfied(OWNER))
        .as("another object's deletion doesn't count")
        .isFalse();
    expectations.deletionObserved(OWNER, "x");
    assertThat(expectations.satisfied(OWNER)).isTrue();
  }

  @Test
  void areGivenUpAfterFiveMinutes() {
    expectations.expectCreations(OWNER, 1);
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(expectations.satisfied(OWNER)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(expectations.satisfied(OWNER)).isTrue();
    expectations.expectCreations(OWNER, 1);
    expectations.creationObserved(OWNER);
    assertThat(expectations.satisfied(OWNER))
        .as("what was given up is not waited for again")
        .isTrue();
  }

  @Test
  void theOwnerIsWokenWhenTheyAreGivenUp() {
    expectations.expectCreations(OWNER, 1);
    expectations.creationObserved(OWNER);
    clock.advance(Duration.ofMinutes(2));
    expectations.expectDeletions(OWNER, List.of("x"));
    clock.advance(Duration.ofMinutes(3));
    assertThat(queue.poll()).as("the wait for the first").contains(OWNER);
    assertThat(expectations.satisfied(OWNER)).isFalse();
    queue.done(OWNER);
    clock.advance(Duration.ofMinutes(2));
    assertThat(queue.poll()).as("the wait for the second").contains(OWNER);
    assertThat(expectations.satisfied(OWNER)).isTrue();
  }

  @Test
  void whoExpectsNothingIsNotWoken() {
    expectations.expectCreations(OWNER, 0);
    expectations.expectDeletions(OWNER, List.of());
    assertThat(queue.nextDue()).isEmpty();
  }
}
