package dev.coxswain.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apimachinery.meta.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControllerLoopTest {
  private static final ObjectKey A = new ObjectKey("default", "a");

  private final ManualClock clock = new ManualClock();
  private final WorkQueue<ObjectKey> queue = new WorkQueue<>(clock);
  private final List<ObjectKey> reconciled = new ArrayList<>();

  @Test
  void aFailedKeyIsTriedAgainAfterAPause() {
    var loop =
        new ControllerLoop(
            "test",
            queue,
            key -> {
              reconciled.add(key);
              if (reconciled.size() == 1) {
                throw new IllegalStateException("the first time goes wrong on purpose");
              }
            },
            1);
    queue.add(A);
    assertThat(loop.runOne()).isTrue();
    assertThat(loop.runOne()).isFalse();
    clock.advance(Duration.ofMillis(5));
    assertThat(loop.runOne()).isTrue();
    assertThat(reconciled).containsExactly(A, A);
    assertThat(queue.failures(A)).isZero();
  }
}
