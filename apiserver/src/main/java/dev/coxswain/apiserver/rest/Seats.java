package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.flow.RequestLimits;
import dev.coxswain.apiserver.flow.RequestLimits.Place;
import dev.coxswain.apiserver.http.HttpReply;
import java.util.Optional;

/// Finds a place for requests among those under way.
final class Seats {
  private final RequestLimits limits;

  Seats(RequestLimits limits) {
    this.limits = limits;
  }

  /// Whether the request runs for as long as the client likes, and takes no seat.
  static boolean isLongRunning(RequestPath path) {
    return path.isResource() && (path.verb().equals("watch") || Routes.connects(path));
  }

  /// Empty if there is none: then that is answered, in plain words, as it comes before anything of
  /// the API.
  Optional<Place> find(RecordedExchange exchange, RequestPath path, UserInfo user)
      throws InterruptedException {
    if (isLongRunning(path)) {
      if (path.verb().equals("watch")) {
        limits.classify(path.attributes(user)).ifPresent(exchange::classify);
      }
      return Optional.of(Place.NONE);
    }
    try {
      return Optional.of(limits.take(path.attributes(user), exchange::classify));
    } catch (ApiException.TooManyRequests e) {
      int seconds = e.status().getDetails().getRetryAfterSeconds();
      exchange.reply(
          HttpReply.text(e.code(), e.getMessage() + "\n")
              .with("Retry-After", Integer.toString(seconds)));
      return Optional.empty();
    }
  }
}
