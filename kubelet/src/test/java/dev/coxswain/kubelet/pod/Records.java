package dev.coxswain.kubelet.pod;

import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.ContainerSpec.Limits;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.spec.PodContainer.Role;
import java.time.Instant;
import java.util.List;

/// What a runtime could know of a pod, for tests.
public final class Records {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final PodId POD = new PodId("default", "web", Pods.UID);

  private Records() {}

  public static SandboxRecord sandbox(int attempt, boolean running) {
    return new SandboxRecord(
        "sandbox-" + attempt, POD, attempt, START, running, running ? "10.0.0.1" : "", 7);
  }

  public static ContainerRecord running(String name, int attempt) {
    return container(name, attempt, new State.Running(START, 8));
  }

  public static ContainerRecord exited(String name, int attempt, int code, Instant at) {
    var reason = code == 0 ? "Completed" : "Error";
    return container(name, attempt, new State.Exited(START, at, code, reason, ""));
  }

  public static ContainerRecord outOfMemory(String name, int attempt) {
    return container(name, attempt, new State.Exited(START, START, 137, "OOMKilled", ""));
  }

  public static PodRecord inSandbox(ContainerRecord... containers) {
    return new PodRecord(List.of(sandbox(0, true)), List.of(containers));
  }

  private static ContainerRecord container(String name, int attempt, State state) {
    var hash = new PodContainer(Pods.container(name), Role.REGULAR, "").hash();
    return new ContainerRecord(
        name + "-" + attempt,
        POD,
        name,
        attempt,
        "sandbox-0",
        hash,
        new Limits(2, 0, 0, 0, 1000),
        "app",
        "docker://app",
        START,
        state);
  }
}
