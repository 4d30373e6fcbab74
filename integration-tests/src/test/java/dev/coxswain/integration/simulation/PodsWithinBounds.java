package dev.coxswain.integration.simulation;

import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/// A replica set never has more active pods than it wants, or wanted a short while ago.
///
/// Not where answers get lost: of a pod whose creation was not confirmed nobody knows.
final class PodsWithinBounds implements Invariant {
  private static final Duration MEMORY = Duration.ofMinutes(2);

  private record Past(int replicas, Instant until) {}

  private final Network network;
  private final Map<String, Deque<Past>> pasts = new TreeMap<>();

  PodsWithinBounds(Network network) {
    this.network = network;
  }

  @Override
  public void check(ObjectChange change, Ledger ledger) {
    change.before(ReplicaSet.class).ifPresent(set -> remember(set, change.at()));
    if (change.before().isEmpty()) {
      change.after(Pod.class).ifPresent(pod -> check(pod, change, ledger));
    }
  }

  private void remember(ReplicaSet set, Instant until) {
    pasts
        .computeIfAbsent(set.getMetadata().getUid(), _ -> new ArrayDeque<>())
        .add(new Past(set.getSpec().getReplicas(), until));
  }

  private void check(Pod pod, ObjectChange change, Ledger ledger) {
    var uid = Metadata.controllerOf(pod).map(owner -> owner.getUid()).orElse("");
    var set =
        ledger.all(ReplicaSet.class).stream()
            .filter(s -> s.getMetadata().getUid().equals(uid))
            .findFirst();
    if (set.isEmpty() || network.losesAnswers()) {
      return;
    }
    long active =
        ledger.all(Pod.class).stream()
            .filter(p -> Fleet.isActive(p) && isControlledBy(p, uid))
            .count();
    int most = most(set.get(), change.at());
    if (active > most) {
      throw new InvariantBroken(
          "%s is pod number %d of %s, which wants %d"
              .formatted(change.key(), active, Metadata.key(set.get()), most));
    }
  }

  private static boolean isControlledBy(Pod pod, String uid) {
    return Metadata.controllerOf(pod).filter(owner -> owner.getUid().equals(uid)).isPresent();
  }

  private int most(ReplicaSet set, Instant now) {
    var past = pasts.getOrDefault(set.getMetadata().getUid(), new ArrayDeque<>());
    past.removeIf(p -> p.until().plus(MEMORY).isBefore(now));
    return past.stream().mapToInt(Past::replicas).reduce(set.getSpec().getReplicas(), Math::max);
  }
}
