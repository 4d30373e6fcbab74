package dev.coxswain.kubelet.container;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.runtime.ContainerSpec.Limits;
import java.util.Map;

/// Turns requests and limits into what the kernel knows.
final class Limit {
  private static final long SHARES_PER_CPU = 1024;
  private static final long LEAST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final int GUARANTEED = -997;
  private static final int BEST_EFFORT = 1000;

  private Limit() {}

  /// @param memoryCapacity of the node, in bytes
  /// @param pids the most processes of a container; 0 for no limit
  static Limits of(
      ResourceRequirements resources, String qosClass, long memoryCapacity, long pids) {
    var limits = resources.getLimitsMap();
    var requests = resources.getRequestsMap();
    long cpuLimit = milli(limits, "cpu");
    long cpuRequest = requests.containsKey("cpu") ? milli(requests, "cpu") : cpuLimit;
    return new Limits(
        shares(cpuRequest),
        cpuLimit,
        bytes(limits, "memory"),
        pids,
        oomScore(qosClass, bytes(requests, "memory"), memoryCapacity));
  }

  static long shares(long milliCpu) {
    return Math.clamp(milliCpu * SHARES_PER_CPU / 1000, LEAST_SHARES, MOST_SHARES);
  }

  /// Who asked for more memory is killed later.
  static int oomScore(String qosClass, long memoryRequest, long memoryCapacity) {
    return switch (qosClass) {
      case "Guaranteed" -> GUARANTEED;
      case "BestEffort" -> BEST_EFFORT;
      default ->
          Math.clamp(
              BEST_EFFORT - (BEST_EFFORT * memoryRequest) / Math.max(1, memoryCapacity),
              BEST_EFFORT + GUARANTEED,
              BEST_EFFORT - 1);
    };
  }

  private static long milli(Map<String, Quantity> amounts, String name) {
    return amounts.containsKey(name) ? Amount.of(amounts.get(name)).milliValue() : 0;
  }

  private static long bytes(Map<String, Quantity> amounts, String name) {
    return amounts.containsKey(name) ? Amount.of(amounts.get(name)).value() : 0;
  }
}
