package dev.coxswain.controllermanager.servicecidr;

import dev.coxswain.api.meta.v1.Condition;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.api.networking.v1.ServiceCIDRStatus;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Addresses.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Decides whether a range of service addresses may go. Pure.
final class ServiceCidrPlanner {
  static final String FINALIZER = "networking.k8s.io/service-cidr-finalizer";

  private static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";
  private static final String ALLOCATOR = "ipallocator.k8s.io";
  private static final String READY = "Ready";
  // Those who give addresses must have seen that the range is going before it is gone.
  private static final Duration GRACE = Duration.ofSeconds(10);

  /// Everything one decision may look at.
  ///
  /// @param all the ranges, this one among them
  /// @param addresses those that are taken
  record View(ServiceCIDR cidr, List<ServiceCIDR> all, List<IPAddress> addresses) {}

  sealed interface Action {
    /// It is in use: it needs the finalizer, and says that it is ready.
    record Keep(ServiceCIDRStatus status) implements Action {}

    /// Its addresses would be nobody's: it says that it has to stay.
    record Hold(ServiceCIDRStatus status) implements Action {}

    record Wait(Duration time) implements Action {}

    record Release() implements Action {}
  }

  private ServiceCidrPlanner() {}

  static Action plan(View view, Instant now) {
    var metadata = view.cidr().getMetadata();
    if (!metadata.hasDeletionTimestamp()) {
      return new Action.Keep(
          status(view.cidr(), true, "", "Kubernetes Service CIDR is ready", now));
    }
    if (!isCovered(view) && view.addresses().stream().anyMatch(a -> isOnlyOurs(view, a))) {
      return new Action.Hold(
          status(
              view.cidr(),
              false,
              "Terminating",
              "There are still IPAddresses referencing the ServiceCIDR, please remove them or"
                  + " create a new ServiceCIDR",
              now));
    }
    var left = Duration.between(now, Times.toInstant(metadata.getDeletionTimestamp()).plus(GRACE));
    return left.isPositive() ? new Action.Wait(left) : new Action.Release();
  }

  // Whether all of it is in other ranges as well.
  private static boolean isCovered(View view) {
    return blocks(view.cidr())
        .allMatch(block ->
            others(view)
                .flatMap(ServiceCidrPlanner::blocks)
                .anyMatch(other -> contains(other, block)));
  }

  private static boolean isOnlyOurs(View view, IPAddress address) {
    var text = address.getMetadata().getName();
    var block = Addresses.parseCidr(text + (text.contains(":") ? "/128" : "/32"));
    Predicate<ServiceCIDR> has =
        cidr -> block.filter(b -> blocks(cidr).anyMatch(c -> contains(c, b))).isPresent();
    return address.getMetadata().getLabelsOrDefault(MANAGED_BY, "").equals(ALLOCATOR)
        && has.test(view.cidr())
        && others(view).noneMatch(has);
  }

  private static Stream<ServiceCIDR> others(View view) {
    var name = view.cidr().getMetadata().getName();
    return view.all().stream().filter(other -> !other.getMetadata().getName().equals(name));
  }

  private static Stream<Cidr> blocks(ServiceCIDR cidr) {
    return cidr.getSpec().getCidrsList().stream()
        .flatMap(text -> Addresses.parseCidr(text).stream());
  }

  private static boolean contains(Cidr outer, Cidr inner) {
    return outer.strictlyContains(inner) || outer.text().equals(inner.text());
  }

  private static ServiceCIDRStatus status(
      ServiceCIDR cidr, boolean ready, String reason, String message, Instant now) {
    var before =
        cidr.getStatus().getConditionsList().stream()
            .filter(c -> c.getType().equals(READY))
            .findFirst();
    var wanted = ready ? "True" : "False";
    var since =
        before
            .filter(c -> c.getStatus().equals(wanted))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> Times.of(now));
    var others =
        cidr.getStatus().getConditionsList().stream()
            .filter(c -> !c.getType().equals(READY))
            .toList();
    return ServiceCIDRStatus.newBuilder()
        .addAllConditions(others)
        .addConditions(
            Condition.newBuilder()
                .setType(READY)
                .setStatus(wanted)
                .setReason(reason)
                .setMessage(message)
                .setLastTransitionTime(since))
        .build();
  }
}
