package dev.coxswain.kubelet.node;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.stats.NodeUsage;
import dev.coxswain.kubelet.stats.NodeUsage.Amounts;
import dev.coxswain.kubelet.stats.NodeUsage.ContainerPart;
import dev.coxswain.kubelet.stats.NodeUsage.PodPart;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Reads what the node and its containers use from the kernel's accounts.
public final class UsageReader {
  private final String node;
  private final Machine machine;
  private final Path root;
  private final Supplier<List<Pod>> pods;
  private final ContainerRuntime runtime;
  private final InstantSource clock;

  /// @param root the kubelet's folder, whose disk counts
  public UsageReader(
      String node,
      Machine machine,
      Path root,
      Supplier<List<Pod>> pods,
      ContainerRuntime runtime,
      InstantSource clock) {
    this.node = node;
    this.machine = machine;
    this.root = root;
    this.pods = pods;
    this.runtime = runtime;
    this.clock = clock;
  }

  public NodeUsage read() {
    var left = Machine.left(root);
    var records = runtime.pods();
    return new NodeUsage(
        node,
        clock.instant(),
        new Amounts(
            ControlGroup.ofMachine().cpuNanos(), machine.memoryBytes() - left.memoryBytes()),
        left.memoryBytes(),
        new NodeUsage.Disk(machine.diskBytes(), (long) (machine.diskBytes() * left.diskFraction())),
        pods.get().stream()
            .map(pod ->
                part(pod, records.getOrDefault(pod.getMetadata().getUid(), PodRecord.nothing())))
            .toList());
  }

  private static PodPart part(Pod pod, PodRecord record) {
    var metadata = pod.getMetadata();
    return new PodPart(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        record.running().stream().flatMap(UsageReader::part).toList());
  }

  private static Stream<ContainerPart> part(ContainerRecord container) {
    return container.state() instanceof State.Running(var since, int pid)
        ? ControlGroup.ofProcess(pid).stream()
            .map(group ->
                new ContainerPart(
                    container.name(),
                    since,
                    new Amounts(group.cpuNanos(), group.workingSetBytes())))
        : Stream.empty();
  }
}
