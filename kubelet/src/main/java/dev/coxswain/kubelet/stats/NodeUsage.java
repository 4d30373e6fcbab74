package dev.coxswain.kubelet.stats;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a node uses at one moment.
///
/// @param memoryLeft bytes that can still be had
public record NodeUsage(
    String node, Instant at, Amounts used, long memoryLeft, Disk disk, List<PodPart> pods) {
  /// @param cpuNanos of all processors together since the group began
  /// @param workingSetBytes memory that would not be given back under pressure
  public record Amounts(long cpuNanos, long workingSetBytes) {
    Amounts plus(Amounts other) {
      return new Amounts(cpuNanos + other.cpuNanos, workingSetBytes + other.workingSetBytes);
    }
  }

  /// In bytes.
  public record Disk(long capacity, long left) {}

  public record PodPart(String namespace, String name, String uid, List<ContainerPart> containers) {
    /// Empty if none of its containers runs.
    Optional<Amounts> used() {
      return containers.stream().map(ContainerPart::used).reduce(Amounts::plus);
    }
  }

  /// A container that runs.
  public record ContainerPart(String name, Instant since, Amounts used) {}
}
