package dev.coxswain.kubelet.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Everything the runtime has of one pod; both lists are newest first.
public record PodRecord(List<SandboxRecord> sandboxes, List<ContainerRecord> containers) {
  private static final PodRecord NOTHING = new PodRecord(List.of(), List.of());

  public PodRecord {
    sandboxes =
        sandboxes.stream()
            .sorted(Comparator.comparingInt(SandboxRecord::attempt).reversed())
            .toList();
    containers =
        containers.stream()
            .sorted(
                Comparator.comparing(ContainerRecord::name)
                    .thenComparing(ContainerRecord::attempt, Comparator.reverseOrder())
                    .thenComparing(ContainerRecord::created, Comparator.reverseOrder()))
            .toList();
  }

  public static PodRecord nothing() {
    return NOTHING;
  }

  public Optional<SandboxRecord> newestSandbox() {
    return sandboxes.stream().findFirst();
  }

  public Optional<SandboxRecord> runningSandbox() {
    return newestSandbox().filter(SandboxRecord::running);
  }

  /// The newest container of that name.
  public Optional<ContainerRecord> newest(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /// The containers of that name, newest first.
  public List<ContainerRecord> all(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).toList();
  }

  public List<ContainerRecord> running() {
    return containers.stream().filter(ContainerRecord::isRunning).toList();
  }

  public boolean isEmpty() {
    return sandboxes.isEmpty() && containers.isEmpty();
  }
}
