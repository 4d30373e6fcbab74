package dev.coxswain.apiserver.flow;

import dev.coxswain.apiserver.authz.Attributes;
import java.util.Optional;
import java.util.Set;

/// Gives each request a seat, now or in a while, or tells it to come back later.
public interface RequestLimits {
  Set<String> READS = Set.of("get", "list", "watch", "head");

  /// A seat among the requests under way; given back by closing it.
  interface Place extends AutoCloseable {
    Place NONE = () -> {};

    @Override
    void close();
  }

  /// Waits for a seat where requests may wait.
  ///
  /// Requests that run for as long as the client likes (watches, logs, shells) don't ask.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException.TooManyRequests if there is none
  Place take(Attributes attributes) throws InterruptedException;

  /// A seat if there is one at once; empty if the request would have to wait.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException.TooManyRequests if it may not even wait
  Optional<Place> tryTake(Attributes attributes);

  /// Reads under way.
  int readingNow();

  /// Writes under way.
  int mutatingNow();
}
