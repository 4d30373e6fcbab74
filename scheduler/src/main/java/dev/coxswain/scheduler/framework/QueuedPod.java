package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.PodView;
import java.time.Instant;
import java.util.Set;

/// A pod that waits for a node.
///
/// @param firstSeen since when it waits
/// @param addedAt since when it is in the part of the queue where it is
/// @param attempts how often a node was looked for
/// @param rejectedBy the plugins that were against it the last time
public record QueuedPod(
    PodView pod, Instant firstSeen, Instant addedAt, int attempts, Set<String> rejectedBy) {
  public QueuedPod {
    rejectedBy = Set.copyOf(rejectedBy);
  }

  public static QueuedPod first(PodView pod, Instant now) {
    return new QueuedPod(pod, now, now, 0, Set.of());
  }

  public QueuedPod attempted() {
    return new QueuedPod(pod, firstSeen, addedAt, attempts + 1, Set.of());
  }

  public QueuedPod rejected(Set<String> plugins) {
    return new QueuedPod(pod, firstSeen, addedAt, attempts, plugins);
  }

  public QueuedPod since(Instant now) {
    return new QueuedPod(pod, firstSeen, now, attempts, rejectedBy);
  }

  public QueuedPod with(PodView changed) {
    return new QueuedPod(changed, firstSeen, addedAt, attempts, rejectedBy);
  }
}
