package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.PodView;

/// Something that has a say in scheduling; which one is said by the extension points it implements.
public interface Plugin {
  String name();

  /// Whether the event may make this plugin change its mind about a pod that it rejected: the
  /// queueing hint.
  default boolean mayHelp(ClusterEvent event, PodView pod) {
    return true;
  }
}
