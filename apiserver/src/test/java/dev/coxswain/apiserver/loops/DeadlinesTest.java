package dev.coxswain.apiserver.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  @Test
  void onlyWhoIsLateIsTold() throws InterruptedException {
    var met = new CountDownLatch(1);
    var missed = new CountDownLatch(1);
    try (var deadlines = new Deadlines()) {
      deadlines.in(Duration.ofMillis(1), met::countDown).close();
      deadlines.in(Duration.ofMillis(1), missed::countDown);
      assertThat(missed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(met.getCount()).isEqualTo(1);
    }
  }

  @Test
  void afterTheEndNothingIsLate() {
    var deadlines = new Deadlines();
    deadlines.close();
    assertThat(deadlines.in(Duration.ZERO, () -> {})).isSameAs(Deadlines.Deadline.NONE);
  }
}
