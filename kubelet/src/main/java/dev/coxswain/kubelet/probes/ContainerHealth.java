package dev.coxswain.kubelet.probes;

import dev.coxswain.api.core.v1.Container;

/// What the probes say of one container while it runs.
///
/// @param started its startup probe has succeeded, or it has none
/// @param ready its readiness probe succeeds, or it has none
public record ContainerHealth(boolean started, boolean ready, Verdict verdict) {

  /// Why a container has to be killed, if it has to.
  public enum Verdict {
    ALIVE,
    LIVENESS_FAILED,
    STARTUP_FAILED
  }

  /// Before the first answer of any probe.
  public static ContainerHealth initial(Container spec) {
    boolean started = !spec.hasStartupProbe();
    return new ContainerHealth(started, started && !spec.hasReadinessProbe(), Verdict.ALIVE);
  }
}
