package dev.coxswain.kubelet.node;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.Map;
import java.util.TreeMap;

/// How much a node has, and how much of it is for pods.
public final class Capacity {
  /// Pods never get the last of the memory.
  private static final long MEMORY_BUFFER = 100L * 1024 * 1024;

  private static final int DISK_PERCENT = 90;

  private Capacity() {}

  static Map<String, Quantity> total(Machine machine, NodeSettings settings) {
    var total = new TreeMap<String, Quantity>();
    total.put("cpu", Amount.ofUnits(machine.cpus()).toProto());
    total.put("memory", kibibytes(machine.memoryBytes()));
    total.put("ephemeral-storage", kibibytes(machine.diskBytes()));
    total.put("pods", Amount.ofUnits(settings.maxPods()).toProto());
    total.put("hugepages-1Gi", Amount.ZERO.toProto());
    total.put("hugepages-2Mi", Amount.ZERO.toProto());
    return total;
  }

  public static Map<String, Quantity> allocatable(Machine machine, NodeSettings settings) {
    var allocatable = new TreeMap<>(total(machine, settings));
    allocatable.put("memory", kibibytes(machine.memoryBytes() - MEMORY_BUFFER));
    allocatable.put(
        "ephemeral-storage", Amount.ofUnits(machine.diskBytes() / 100 * DISK_PERCENT).toProto());
    settings
        .reserved()
        .forEach((name, amount) ->
            allocatable.computeIfPresent(
                name, (_, all) -> Amount.of(all).minus(amount).max(Amount.ZERO).toProto()));
    return allocatable;
  }

  private static Quantity kibibytes(long bytes) {
    return Amount.parse(bytes / 1024 + "Ki").toProto();
  }
}
