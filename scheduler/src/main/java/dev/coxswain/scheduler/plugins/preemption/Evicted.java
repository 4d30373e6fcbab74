package dev.coxswain.scheduler.plugins.preemption;

import dev.coxswain.scheduler.snapshot.PodView;

/// How an evicted pod says why.
public final class Evicted {
  public static final String CONDITION = "DisruptionTarget";
  public static final String REASON = "PreemptionByScheduler";

  private Evicted() {}

  /// Whether a scheduler evicted the pod in favour of another one.
  static boolean byScheduler(PodView pod) {
    return pod.pod().getStatus().getConditionsList().stream()
        .anyMatch(c ->
            c.getType().equals(CONDITION)
                && c.getStatus().equals("True")
                && c.getReason().equals(REASON));
  }
}
