package dev.coxswain.integration.simulation;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentSpec;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/// A deployment's replica sets never want more than its size and the surge, and its controllers
/// never take a working pod away when that leaves too few.
///
/// Controllers see the world with a delay, so sizes of the last two minutes count as well; and what
/// nodes took down in that time, or started only just before, is not held against controllers.
final class RollingBounds implements Invariant {
  private static final Duration MEMORY = Duration.ofMinutes(2);

  /// For so long nobody but its kubelet may know that a pod works: what is said of it is under way
  /// for 3 s at most, and who lost its watch listens again after 2 s at most. Nobody could decide
  /// better meanwhile, upstream's controllers included.
  private static final Duration NEWS = Duration.ofSeconds(5);

  /// A deployment's spec until it was replaced.
  private record Past(DeploymentSpec spec, Instant until) {}

  private record Loss(Instant at, ObjectKey deployment) {}

  private final Map<ObjectKey, Deque<Past>> pasts = new TreeMap<>();
  private final Deque<Loss> losses = new ArrayDeque<>();
  private final Map<ObjectKey, Instant> workingSince = new TreeMap<>();

  @Override
  public void check(ObjectChange change, Ledger ledger) {
    change
        .before(Deployment.class)
        .ifPresent(before ->
            pasts
                .computeIfAbsent(change.key(), _ -> new ArrayDeque<>())
                .add(new Past(before.getSpec(), change.at())));
    if (change.isOf(ReplicaSet.class)) {
      checkSurge(change, ledger);
    }
    if (change.isOf(Pod.class)) {
      checkAvailable(change, ledger);
    }
  }

  private void checkSurge(ObjectChange change, Ledger ledger) {
    int before = change.before(ReplicaSet.class).map(s -> s.getSpec().getReplicas()).orElse(0);
    int after = change.after(ReplicaSet.class).map(s -> s.getSpec().getReplicas()).orElse(0);
    if (after <= before) {
      return;
    }
    for (var deployment : ledger.all(Deployment.class)) {
      var fleet = Fleet.of(deployment, ledger);
      boolean concerned = fleet.sets().stream().anyMatch(s -> Metadata.key(s).equals(change.key()));
      int most = most(deployment, change.at(), RollingBounds::ceiling);
      if (concerned && fleet.wanted() > most) {
        throw new InvariantBroken(
            "%s makes %d pods of %s, at most %d are allowed"
                .formatted(change.key(), fleet.wanted(), Metadata.key(deployment), most));
      }
    }
  }

  private void checkAvailable(ObjectChange change, Ledger ledger) {
    boolean worked =
        change
            .before(Pod.class)
            .filter(pod -> Fleet.isActive(pod) && PodStatuses.isReady(pod))
            .isPresent();
    boolean works =
        change
            .after(Pod.class)
            .filter(pod -> Fleet.isActive(pod) && PodStatuses.isReady(pod))
            .isPresent();
    if (!worked && works) {
      workingSince.put(change.key(), change.at());
    }
    if (!worked || works) {
      return;
    }
    for (var deployment : ledger.all(Deployment.class)) {
      if (isPodOf(change, deployment)) {
        if (!change.actor().endsWith("/replicaset")) {
          losses.add(new Loss(change.at(), Metadata.key(deployment)));
        } else if (!isNews(change)) {
          checkAvailable(change, deployment, ledger);
        }
      }
    }
  }

  private boolean isNews(ObjectChange change) {
    var since = workingSince.getOrDefault(change.key(), Instant.EPOCH);
    return since.plus(NEWS).isAfter(change.at());
  }

  private void checkAvailable(ObjectChange change, Deployment deployment, Ledger ledger) {
    losses.removeIf(loss -> loss.at().plus(MEMORY).isBefore(change.at()));
    long excused =
        losses.stream().filter(l -> l.deployment().equals(Metadata.key(deployment))).count();
    long available = Fleet.of(deployment, ledger).available();
    int least = -most(deployment, change.at(), spec -> -floor(spec));
    if (available + excused < least) {
      throw new InvariantBroken(
          "deleting %s leaves %d pods of %s available, wants at least %d (%d lost otherwise)"
              .formatted(change.key(), available, Metadata.key(deployment), least, excused));
    }
  }

  private static boolean isPodOf(ObjectChange change, Deployment deployment) {
    return change.key().namespace().equals(deployment.getMetadata().getNamespace())
        && change
            .before(Pod.class)
            .map(pod -> pod.getMetadata().getLabelsMap().get("app"))
            .filter(deployment.getMetadata().getName()::equals)
            .isPresent();
  }

  private int most(Deployment deployment, Instant now, ToIntFunction<DeploymentSpec> bound) {
    var past = pasts.getOrDefault(Metadata.key(deployment), new ArrayDeque<>());
    past.removeIf(p -> p.until().plus(MEMORY).isBefore(now));
    int most = bound.applyAsInt(deployment.getSpec());
    for (var p : past) {
      most = Math.max(most, bound.applyAsInt(p.spec()));
    }
    return most;
  }

  private static int ceiling(DeploymentSpec spec) {
    int replicas = spec.getReplicas();
    var surge = spec.getStrategy().getRollingUpdate().getMaxSurge();
    return replicas + IntOrStrings.scaled(surge, replicas, true);
  }

  private static int floor(DeploymentSpec spec) {
    int replicas = spec.getReplicas();
    var unavailable = spec.getStrategy().getRollingUpdate().getMaxUnavailable();
    return replicas - IntOrStrings.scaled(unavailable, replicas, false);
  }
}
