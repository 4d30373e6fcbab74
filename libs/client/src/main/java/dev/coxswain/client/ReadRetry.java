package dev.coxswain.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Supplier;

/// Tries a read again while the server can't be reached.
final class ReadRetry {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final Duration atMost;

  ReadRetry(Duration atMost) {
    this.atMost = atMost;
  }

  <T> T call(Supplier<T> read) {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (int failures = 1; ; failures++) {
      try {
        return read.get();
      } catch (StatusRuntimeException e) {
        var pause = BACKOFF.after(failures);
        boolean passing =
            e.getStatus().getCode() == Status.Code.UNAVAILABLE
                && System.nanoTime() + pause.toNanos() < deadline;
        if (!passing || !slept(pause)) {
          throw GrpcErrors.toApi(e);
        }
      }
    }
  }

  private static boolean slept(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
