package dev.coxswain.controllermanager.framework;

import dev.coxswain.apimachinery.status.ApiException;
import java.util.Optional;

/// Does the same thing many times, first once, then twice, four times and so on, and stops at the
/// batch in which one failed: a quota that is used up then costs one refusal and not a thousand.
public final class SlowStart {
  private SlowStart() {}

  /// How it went.
  ///
  /// @param skipped how many were not tried
  /// @param failure the first refusal
  public record Outcome(int succeeded, int skipped, Optional<ApiException> failure) {}

  /// Runs `action` `count` times unless it fails.
  public static Outcome run(int count, Runnable action) {
    int succeeded = 0;
    int remaining = count;
    Optional<ApiException> failure = Optional.empty();
    for (int batch = 1; remaining > 0 && failure.isEmpty(); batch *= 2) {
      int size = Math.min(batch, remaining);
      for (int i = 0; i < size; i++) {
        try {
          action.run();
          succeeded++;
        } catch (ApiException e) {
          failure = failure.or(() -> Optional.of(e));
        }
      }
      remaining -= size;
    }
    return new Outcome(succeeded, remaining, failure);
  }
}
