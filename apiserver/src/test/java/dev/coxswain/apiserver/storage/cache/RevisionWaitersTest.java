package dev.coxswain.apiserver.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RevisionWaitersTest {
  private final RevisionWaiters waiters = new RevisionWaiters();

  @Test
  void tellsThoseWhoseRevisionIsReached() {
    var five = waiters.at(5, () -> false);
    var seven = waiters.at(7, () -> false);
    waiters.reached(6);
    assertThat(five).isCompleted();
    assertThat(seven).isNotDone();
    waiters.reached(7);
    assertThat(seven).isCompleted();
  }

  @Test
  void whatHappenedWhileLiningUpIsNotMissed() {
    assertThat(waiters.at(5, () -> true)).isCompleted();
  }
}
