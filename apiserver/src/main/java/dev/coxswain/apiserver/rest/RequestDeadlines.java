package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Tells requests that take too long.
public final class RequestDeadlines implements AutoCloseable {
  /// The end of one request; closed when the request is over in time.
  interface Deadline extends AutoCloseable {
    Deadline NONE = () -> {};

    @Override
    void close();
  }

  private final Duration longest;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("request deadlines").factory());

  /// @param longest how long a request may take that names no shorter time
  public RequestDeadlines(Duration longest) {
    this.longest = longest;
  }

  /// @param asked the parameter `timeout`; empty when the client is content with the server's
  /// @param late is done when the time is over
  /// @throws ApiException.BadRequest if `asked` is no duration
  Deadline start(String asked, Runnable late) {
    var task =
        timer.schedule(
            () -> Thread.ofVirtual().start(late), allowed(asked).toMillis(), TimeUnit.MILLISECONDS);
    return () -> task.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  Duration allowed(String asked) {
    if (asked.isEmpty()) {
      return longest;
    }
    try {
      var wanted = Times.parseGoDuration(asked);
      return wanted.isPositive() && wanted.compareTo(longest) < 0 ? wanted : longest;
    } catch (IllegalArgumentException e) {
      throw ApiException.of(
          new Refusal.BadRequest(
              "invalid timeout specified in the request URL - " + e.getMessage()));
    }
  }
}
