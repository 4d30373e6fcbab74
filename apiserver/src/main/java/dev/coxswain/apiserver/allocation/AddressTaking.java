package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The cluster addresses taken for one write of one service.
final class AddressTaking {
  private static final FieldPath CLUSTER_IPS = FieldPath.of("spec", "clusterIPs");

  private final Service service;
  private final List<AddressRange> ranges;
  private final ClusterIps ips;
  private final Instant now;
  private final boolean dryRun;
  private final List<String> taken = new ArrayList<>();

  /// @param service with its families decided
  /// @param dryRun choose, but take nothing
  AddressTaking(
      Service service, List<AddressRange> ranges, ClusterIps ips, Instant now, boolean dryRun) {
    this.service = service;
    this.ranges = ranges;
    this.ips = ips;
    this.now = now;
    this.dryRun = dryRun;
  }

  /// The service with an address in each of its families that it has none in yet.
  ///
  /// @param existing empty on create
  /// @throws ApiException if an address is not to be had; what was taken before it is to be given
  ///   back
  Service takeAll(Optional<Service> existing) {
    if (isNamed(service.getSpec())) {
      return service;
    }
    var before = existing.map(Service::getSpec);
    boolean fresh = before.filter(old -> !isNamed(old)).isEmpty();
    if (fresh && !IpFamilies.isHeadless(service.getSpec())) {
      return take(0);
    }
    boolean upgraded =
        before
            .filter(old -> !IpFamilies.isHeadless(old) && old.getIpFamiliesCount() == 1)
            .filter(_ -> service.getSpec().getIpFamiliesCount() == 2)
            .isPresent();
    return upgraded ? take(1) : service;
  }

  void giveBack() {
    taken.forEach(address -> ips.release(address, service));
  }

  private static boolean isNamed(ServiceSpec spec) {
    return spec.getType().equals("ExternalName");
  }

  /// One address for each family from the given one on.
  private Service take(int from) {
    var spec = service.getSpec().toBuilder();
    for (int i = from; i < spec.getIpFamiliesCount(); i++) {
      if (i < spec.getClusterIPsCount()) {
        takeThis(spec.getClusterIPs(i));
      } else {
        spec.addClusterIPs(takeAny(spec.getIpFamilies(i)));
      }
    }
    if (spec.getClusterIPsCount() > 0) {
      spec.setClusterIP(spec.getClusterIPs(0));
    }
    return service.toBuilder().setSpec(spec).build();
  }

  private void takeThis(String address) {
    var blocks = ranges.stream().filter(range -> range.covers(address)).toList();
    if (blocks.isEmpty()) {
      throw refused(address, "the provided network does not match the current range");
    }
    if (blocks.stream().noneMatch(range -> range.contains(address))) {
      throw refused(
          address,
          "the provided IP (%s) is not in the valid range. The range of valid IPs is %s"
              .formatted(address, blocks.getFirst()));
    }
    boolean got = dryRun ? ips.isFree(address) : ips.take(address, service, now);
    if (!got) {
      throw refused(address, "provided IP is already allocated");
    }
    if (!dryRun) {
      taken.add(address);
    }
  }

  private String takeAny(String family) {
    var range = ranges.stream().filter(r -> r.family().equals(family)).findFirst().orElseThrow();
    if (dryRun) {
      return ips.anyFree(range);
    }
    var address =
        ips.takeAny(range, service, now)
            .orElseThrow(() ->
                ApiException.of(
                    new Refusal.Internal("failed to allocate a serviceIP: range is full")));
    taken.add(address);
    return address;
  }

  private ApiException refused(String address, String why) {
    var error =
        FieldError.invalid(
            CLUSTER_IPS,
            List.copyOf(service.getSpec().getClusterIPsList()),
            "failed to allocate IP %s: %s".formatted(address, why));
    return ApiException.of(
        new Refusal.Invalid("Service", service.getMetadata().getName(), List.of(error)));
  }
}
