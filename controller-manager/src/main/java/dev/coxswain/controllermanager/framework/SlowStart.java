package dev.coxswain.controllermanager.framework;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Does something with many items, first with one, then with two at once, four and so on, and stops
/// at the batch in which one failed: a quota that is used up then costs one refusal and not a
/// thousand.
public final class SlowStart {
  private SlowStart() {}

  /// How it went.
  ///
  /// @param skipped how many were not tried
  /// @param failure the first refusal
  public record Outcome(int succeeded, int skipped, Optional<ApiException> failure) {}

  /// Runs `action` with each of the items unless it fails.
  ///
  /// @param client through which the action calls the server
  public static <T> Outcome run(ApiClient client, List<T> items, Consumer<T> action) {
    var succeeded = new AtomicInteger();
    var failure = new AtomicReference<RuntimeException>();
    int done = 0;
    for (int batch = 1; done < items.size() && failure.get() == null; batch *= 2) {
      int end = Math.min(done + batch, items.size());
      client.forAll(items.subList(done, end), item -> attempt(action, item, succeeded, failure));
      done = end;
    }
    return new Outcome(succeeded.get(), items.size() - done, refusal(failure.get()));
  }

  private static <T> void attempt(
      Consumer<T> action,
      T item,
      AtomicInteger succeeded,
      AtomicReference<RuntimeException> failure) {
    try {
      action.accept(item);
      succeeded.incrementAndGet();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /// What the server refused is an answer; anything else is a mistake of ours.
  private static Optional<ApiException> refusal(RuntimeException failure) {
    return switch (failure) {
      case null -> Optional.empty();
      case ApiException e -> Optional.of(e);
      default -> throw failure;
    };
  }
}
