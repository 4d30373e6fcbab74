package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;

/// What becomes of the node that is being cleared for a pod.
public sealed interface Nomination {
  /// As before.
  record Keep() implements Nomination {}

  /// None is, any longer.
  record Withdraw() implements Nomination {}

  /// This one is, by evicting these pods.
  ///
  /// @param outranked less important pods for which the same node was being cleared
  record Clear(String node, List<PodView> victims, List<PodView> outranked) implements Nomination {
    public Clear {
      victims = List.copyOf(victims);
      outranked = List.copyOf(outranked);
    }
  }
}
