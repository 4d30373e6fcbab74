package dev.coxswain.client;

import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// A token that is asked for anew when four fifths of its time are over.
///
/// Whoever comes then waits for the new one; everybody else gets what there is.
final class LeasedToken implements Supplier<String> {
  private static final int FIFTHS_USED = 4;
  private static final int FIFTHS = 5;

  private final Supplier<TokenRequest> source;
  private final InstantSource clock;
  private String token = "";
  private Instant renewAt = Instant.MIN;

  /// @param source answers with a token and when it expires
  LeasedToken(Supplier<TokenRequest> source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /// The server does not take the token any more: the next one to come gets another.
  synchronized void forget() {
    renewAt = Instant.MIN;
  }

  @Override
  public synchronized String get() {
    var now = clock.instant();
    if (!now.isBefore(renewAt)) {
      var status = source.get().getStatus();
      var life = Duration.between(now, Times.toInstant(status.getExpirationTimestamp()));
      token = status.getToken();
      renewAt = now.plus(life.multipliedBy(FIFTHS_USED).dividedBy(FIFTHS));
    }
    return token;
  }
}
