package dev.coxswain.controllermanager.daemonset;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.client.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// How long a failed pod stays before it is replaced, so that a set whose pods the node refuses
/// doesn't make new ones all the time: upstream's 1 s, doubled each time, at most 15 min.
final class FailedPodBackoff {
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Backoff STEPS = new Backoff(Duration.ofSeconds(1), LONGEST);

  private record Key(String set, long generation, String node) {}

  private record Failures(int count, Instant last) {
    boolean isOld(Instant now) {
      return now.isAfter(last.plus(LONGEST.multipliedBy(2)));
    }
  }

  private final InstantSource clock;
  private final Map<Key, Failures> failures = new HashMap<>();

  FailedPodBackoff(InstantSource clock) {
    this.clock = clock;
  }

  /// What is left of the pause on the node; zero or less if it is over.
  synchronized Duration left(DaemonSet set, String node) {
    var before = failures.get(key(set, node));
    return before == null
        ? Duration.ZERO
        : Duration.between(clock.instant(), before.last().plus(STEPS.after(before.count())));
  }

  /// A failed pod of the node goes now.
  synchronized void failed(DaemonSet set, String node) {
    var now = clock.instant();
    failures.values().removeIf(f -> f.isOld(now));
    failures.merge(
        key(set, node), new Failures(1, now), (f, _) -> new Failures(f.count() + 1, now));
  }

  private static Key key(DaemonSet set, String node) {
    return new Key(set.getMetadata().getUid(), set.getStatus().getObservedGeneration(), node);
  }
}
