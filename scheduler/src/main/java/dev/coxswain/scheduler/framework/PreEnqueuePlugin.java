package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.PodView;

/// Keeps pods out of the queue until they are ready to be scheduled.
public interface PreEnqueuePlugin extends Plugin {
  /// A rejected pod waits until it changes.
  Verdict preEnqueue(PodView pod);
}
