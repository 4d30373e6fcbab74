package dev.coxswain.scheduler.plugins.sort;

import dev.coxswain.scheduler.framework.QueueSortPlugin;
import dev.coxswain.scheduler.framework.QueuedPod;

/// The most important pod first; among equals the one that waits longest.
public final class PrioritySort implements QueueSortPlugin {
  @Override
  public String name() {
    return "PrioritySort";
  }

  @Override
  public int compare(QueuedPod a, QueuedPod b) {
    int byPriority = Integer.compare(b.pod().priority(), a.pod().priority());
    return byPriority != 0 ? byPriority : a.addedAt().compareTo(b.addedAt());
  }
}
