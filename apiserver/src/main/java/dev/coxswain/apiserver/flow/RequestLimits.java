package dev.coxswain.apiserver.flow;

import dev.coxswain.apiserver.authz.Attributes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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
  default Place take(Attributes attributes) throws InterruptedException {
    return take(attributes, _ -> {});
  }

  /// The same; `noted` learns as what the request counts, if there are sorts of requests, before it
  /// waits or is refused.
  Place take(Attributes attributes, Consumer<Classification> noted) throws InterruptedException;

  /// A seat if there is one at once; empty if the request would have to wait.
  ///
  /// @param noted as for [#take]
  /// @throws dev.coxswain.apimachinery.status.ApiException.TooManyRequests if it may not even wait
  Optional<Place> tryTake(Attributes attributes, Consumer<Classification> noted);

  /// As what a request counts that takes no seat; empty if there are no sorts of requests.
  Optional<Classification> classify(Attributes attributes);

  /// Reads under way.
  int readingNow();

  /// Writes under way.
  int mutatingNow();
}
