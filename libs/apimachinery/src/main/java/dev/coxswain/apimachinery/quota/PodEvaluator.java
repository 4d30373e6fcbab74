package dev.coxswain.apimachinery.quota;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Pods: how many, and what they request and are limited to. One that is over counts only as an
/// object.
record PodEvaluator() implements QuotaEvaluator {
  private static final String REQUESTS = "requests.";
  private static final String LIMITS = "limits.";
  private static final String HUGE_PAGES = "hugepages-";
  private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");

  /// What every container must state where it is limited.
  private static final Set<String> STATED =
      Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

  @Override
  public boolean concerns(String name) {
    return name.equals("pods")
        || name.equals(COUNT + "pods")
        || STANDARD.contains(name)
        || (name.startsWith(LIMITS) && STANDARD.contains(name.substring(LIMITS.length())))
        || name.startsWith(HUGE_PAGES)
        || (name.startsWith(REQUESTS) && isRequested(name.substring(REQUESTS.length())));
  }

  private static boolean isRequested(String name) {
    return STANDARD.contains(name) || name.startsWith(HUGE_PAGES) || isExtended(name);
  }

  /// Devices and the like: named with a domain that is not Kubernetes' own.
  private static boolean isExtended(String name) {
    return name.contains("/") && !name.contains("kubernetes.io/");
  }

  @Override
  public ResourceAmounts usage(Message object, Instant now) {
    var pod = (Pod) object;
    var counted = ResourceAmounts.of(COUNT + "pods", Amount.ofUnits(1));
    return isOver(pod, now)
        ? counted
        : counted
            .with("pods", Amount.ofUnits(1))
            .plus(compute(PodResources.heldRequests(pod), PodResources.heldLimits(pod)));
  }

  /// Finished, or should be gone by now: a lost node must not hold the namespace's quota.
  private static boolean isOver(Pod pod, Instant now) {
    var phase = pod.getStatus().getPhase();
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return true;
    }
    var metadata = pod.getMetadata();
    if (!metadata.hasDeletionTimestamp() || !metadata.hasDeletionGracePeriodSeconds()) {
      return false;
    }
    var grace = Duration.ofSeconds(metadata.getDeletionGracePeriodSeconds());
    return now.isAfter(Times.toInstant(metadata.getDeletionTimestamp()).plus(grace));
  }

  /// The amounts under each of the names that quotas have for them.
  private static ResourceAmounts compute(ResourceAmounts requests, ResourceAmounts limits) {
    var usage = ResourceAmounts.NONE;
    for (var request : requests.amounts().entrySet()) {
      var name = request.getKey();
      if (STANDARD.contains(name) || name.startsWith(HUGE_PAGES)) {
        usage = usage.with(name, request.getValue());
      }
      if (isRequested(name)) {
        usage = usage.with(REQUESTS + name, request.getValue());
      }
    }
    for (var limit : limits.amounts().entrySet()) {
      if (STANDARD.contains(limit.getKey())) {
        usage = usage.with(LIMITS + limit.getKey(), limit.getValue());
      }
    }
    return usage;
  }

  @Override
  public boolean isIn(ScopedResourceSelectorRequirement scope, Message object) {
    return PodScopes.holds(scope, (Pod) object);
  }

  @Override
  public Optional<String> missing(Collection<String> limited, Message object) {
    var spec = ((Pod) object).getSpec();
    var parts = new ArrayList<String>();
    for (var name : new TreeSet<>(limited)) {
      if (STATED.contains(name) && !states(spec.getResources(), name)) {
        var silent = new TreeSet<String>();
        Stream.concat(spec.getContainersList().stream(), spec.getInitContainersList().stream())
            .filter(container -> !states(container.getResources(), name))
            .map(Container::getName)
            .forEach(silent::add);
        if (!silent.isEmpty()) {
          parts.add("%s for: %s".formatted(name, String.join(",", silent)));
        }
      }
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("must specify " + String.join("; ", parts));
  }

  private static boolean states(ResourceRequirements resources, String name) {
    return compute(
            ResourceAmounts.of(resources.getRequestsMap()),
            ResourceAmounts.of(resources.getLimitsMap()))
        .get(name)
        .isPresent();
  }
}
