package dev.coxswain.apiserver.flow;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authz.Attributes;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// So many reads and so many writes at a time, whoever makes them; nobody waits. For clusters that
/// switch fairness off.
public final class PlainLimits implements RequestLimits {
  private static final String SUPERUSERS = "system:masters";
  private static final int RETRY_SECONDS = 1;

  private final Semaphore reading;
  private final Semaphore mutating;
  private final int maxReading;
  private final int maxMutating;

  /// @param maxReading reads at a time; 0 sets no limit, as for writes
  public PlainLimits(int maxReading, int maxMutating) {
    this.maxReading = maxReading == 0 ? Integer.MAX_VALUE : maxReading;
    this.maxMutating = maxMutating == 0 ? Integer.MAX_VALUE : maxMutating;
    reading = new Semaphore(this.maxReading);
    mutating = new Semaphore(this.maxMutating);
  }

  @Override
  public Place take(Attributes attributes, Consumer<Classification> noted) {
    if (attributes.user().groups().contains(SUPERUSERS)) {
      return Place.NONE;
    }
    var places = READS.contains(attributes.verb()) ? reading : mutating;
    if (!places.tryAcquire()) {
      throw ApiException.of(
          new Refusal.TooManyRequests("Too many requests, please try again later.", RETRY_SECONDS));
    }
    return places::release;
  }

  @Override
  public Optional<Place> tryTake(Attributes attributes, Consumer<Classification> noted) {
    return Optional.of(take(attributes, noted));
  }

  @Override
  public Optional<Classification> classify(Attributes attributes) {
    return Optional.empty();
  }

  @Override
  public int readingNow() {
    return maxReading - reading.availablePermits();
  }

  @Override
  public int mutatingNow() {
    return maxMutating - mutating.availablePermits();
  }
}
