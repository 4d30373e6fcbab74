package dev.coxswain.apiserver.storage.etcd;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;

/// Leases for values that expire. Values written shortly after each other share one, because etcd
/// pays per lease; a value may so go up to a minute, and a twentieth of its life time, early.
final class SharedLeases {
  private static final Duration SHARED_AT_MOST = Duration.ofMinutes(1);
  private static final int SHARED_PART = 20;
  private static final int MAX_VALUES = 1000;

  private final LongUnaryOperator grant;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Lease> current = new HashMap<>();

  private record Lease(long id, long sinceMillis, int values) {
    Lease used() {
      return new Lease(id, sinceMillis, values + 1);
    }
  }

  /// @param grant makes a lease of so many seconds and returns its id
  SharedLeases(LongUnaryOperator grant, InstantSource clock) {
    this.grant = grant;
    this.clock = clock;
  }

  /// The id of a lease that lasts about so long from now; 0, which is none, for a duration of zero.
  long leaseFor(Duration ttl) {
    if (ttl.isZero()) {
      return 0;
    }
    lock.lock();
    try {
      return current.compute(ttl.toSeconds(), this::usable).id();
    } finally {
      lock.unlock();
    }
  }

  private Lease usable(long seconds, Lease known) {
    long now = clock.millis();
    boolean fresh =
        known != null
            && known.values() < MAX_VALUES
            && now - known.sinceMillis() < sharedFor(seconds);
    return fresh ? known.used() : new Lease(grant.applyAsLong(seconds), now, 1);
  }

  private static long sharedFor(long seconds) {
    return Math.min(SHARED_AT_MOST.toMillis(), seconds * 1000 / SHARED_PART);
  }
}
