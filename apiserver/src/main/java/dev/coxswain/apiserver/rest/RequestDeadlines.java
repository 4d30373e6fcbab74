package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.loops.Deadlines.Deadline;
import java.time.Duration;

/// Tells requests that take too long.
public final class RequestDeadlines {
  private final Deadlines deadlines;
  private final Duration longest;

  /// @param longest how long a request may take that names no shorter time
  public RequestDeadlines(Deadlines deadlines, Duration longest) {
    this.deadlines = deadlines;
    this.longest = longest;
  }

  /// @param asked the parameter `timeout`; empty when the client is content with the server's
  /// @param late is done when the time is over
  /// @throws ApiException.BadRequest if `asked` is no duration
  Deadline start(String asked, Runnable late) {
    return deadlines.in(allowed(asked), () -> Thread.ofVirtual().start(late));
  }

  /// For what takes longer than requests do.
  Deadlines clockwork() {
    return deadlines;
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
