package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authn.UserInfo;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// How many requests may be under way at a time; those beyond are told to come back.
public final class InflightLimits {
  private static final Set<String> READS = Set.of("get", "list");
  private static final String SUPERUSERS = "system:masters";
  private static final int RETRY_SECONDS = 1;

  private final Semaphore reading;
  private final Semaphore mutating;
  private final int maxReading;
  private final int maxMutating;

  public InflightLimits(int maxReading, int maxMutating) {
    this.maxReading = maxReading;
    this.maxMutating = maxMutating;
    reading = new Semaphore(maxReading);
    mutating = new Semaphore(maxMutating);
  }

  /// A place among the requests under way; given back by closing it.
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /// Streams don't count, nor do leases (a leader that can't renew steps down) and superusers.
  ///
  /// @throws ApiException.TooManyRequests if all places are taken
  Place take(RequestPath path, UserInfo user) {
    if (!path.isResource()
        || path.verb().equals("watch")
        || Routes.connects(path)
        || path.resource().equals("leases")
        || user.groups().contains(SUPERUSERS)) {
      return () -> {};
    }
    var places = READS.contains(path.verb()) ? reading : mutating;
    if (!places.tryAcquire()) {
      throw ApiException.of(
          new Refusal.TooManyRequests("Too many requests, please try again later.", RETRY_SECONDS));
    }
    return places::release;
  }

  public int readingNow() {
    return maxReading - reading.availablePermits();
  }

  public int mutatingNow() {
    return maxMutating - mutating.availablePermits();
  }
}
