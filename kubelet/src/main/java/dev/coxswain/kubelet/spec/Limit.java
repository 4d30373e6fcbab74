package dev.coxswain.kubelet.spec;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.runtime.ContainerSpec.Limits;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Turns requests and limits into what the kernel knows.
public final class Limit {
  private static final long SHARES_PER_CPU = 1024;
  private static final long LEAST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;

  /// The kernel gives out no less than a millisecond of a tenth of a second.
  private static final long LEAST_CPU_MILLIS = 10;

  private static final int GUARANTEED = -997;
  private static final int BEST_EFFORT = 1000;

  private Limit() {}

  /// @param memoryCapacity of the node, in bytes
  /// @param pids the most processes of a container; 0 for no limit
  public static Limits of(
      ResourceRequirements resources, String qosClass, long memoryCapacity, long pids) {
    var limits = resources.getLimitsMap();
    var requests = resources.getRequestsMap();
    return new Limits(
        shares(cpuRequest(resources)),
        cpuLimit(limits),
        bytes(limits, "memory"),
        pids,
        oomScore(qosClass, bytes(requests, "memory"), memoryCapacity));
  }

  /// What a running container should be held to. A limit that the pod no longer has stays: the
  /// kernel can't be asked to forget one.
  public static Limits resized(Limits now, ResourceRequirements resources) {
    var limits = resources.getLimitsMap();
    return new Limits(
        shares(cpuRequest(resources)),
        limits.containsKey("cpu") ? cpuLimit(limits) : now.cpuMillis(),
        limits.containsKey("memory") ? bytes(limits, "memory") : now.memoryBytes(),
        now.pids(),
        now.oomScoreAdjust());
  }

  /// What a running container really gets, as far as the kernel knows it; the rest is as the pod
  /// says.
  public static ResourceRequirements actual(Limits now, ResourceRequirements resources) {
    var actual = resources.toBuilder().clearClaims();
    var limits = resources.getLimitsMap();
    if (cpuLimit(limits) != now.cpuMillis()) {
      put(actual::putLimits, actual::removeLimits, "cpu", Amount.ofMilli(now.cpuMillis()));
    }
    if (bytes(limits, "memory") != now.memoryBytes()) {
      put(actual::putLimits, actual::removeLimits, "memory", Amount.ofBytes(now.memoryBytes()));
    }
    if (shares(cpuRequest(resources)) != now.cpuShares()) {
      var request = Amount.ofMilli(Math.ceilDiv(now.cpuShares() * 1000, SHARES_PER_CPU));
      put(actual::putRequests, actual::removeRequests, "cpu", request);
    }
    return actual.build();
  }

  private static void put(
      BiConsumer<String, Quantity> put, Consumer<String> remove, String resource, Amount amount) {
    if (amount.isZero()) {
      remove.accept(resource);
    } else {
      put.accept(resource, amount.toProto());
    }
  }

  private static long cpuRequest(ResourceRequirements resources) {
    return resources.getRequestsMap().containsKey("cpu")
        ? milli(resources.getRequestsMap(), "cpu")
        : milli(resources.getLimitsMap(), "cpu");
  }

  private static long cpuLimit(Map<String, Quantity> limits) {
    return limits.containsKey("cpu") ? Math.max(LEAST_CPU_MILLIS, milli(limits, "cpu")) : 0;
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
