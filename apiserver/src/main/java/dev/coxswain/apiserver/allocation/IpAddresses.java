package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.IPAddressSpec;
import dev.coxswain.api.networking.v1.ParentReference;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apimachinery.validation.Addresses;
import java.time.Instant;

/// The objects that stand for taken addresses.
final class IpAddresses {
  private static final String FAMILY = "ipaddress.kubernetes.io/ip-family";
  private static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";
  private static final String MANAGER = "ipallocator.k8s.io";

  private IpAddresses() {}

  static IPAddress of(String address, Service service, String uid, Instant now) {
    return IPAddress.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName(address)
                .setUid(uid)
                .setCreationTimestamp(Times.of(now))
                .putLabels(FAMILY, Addresses.isIpv6(address) ? "IPv6" : "IPv4")
                .putLabels(MANAGED_BY, MANAGER))
        .setSpec(
            IPAddressSpec.newBuilder()
                .setParentRef(
                    ParentReference.newBuilder()
                        .setResource("services")
                        .setNamespace(service.getMetadata().getNamespace())
                        .setName(service.getMetadata().getName())))
        .build();
  }

  static boolean isOurs(IPAddress address) {
    return address.getMetadata().getLabelsOrDefault(MANAGED_BY, "").equals(MANAGER);
  }

  /// Whether it says of itself what it is for, as all of ours do.
  static boolean isLabelled(IPAddress address) {
    var metadata = address.getMetadata();
    return isOurs(address)
        && metadata
            .getLabelsOrDefault(FAMILY, "")
            .equals(Addresses.isIpv6(metadata.getName()) ? "IPv6" : "IPv4");
  }

  static boolean isOfService(IPAddress address) {
    var parent = address.getSpec().getParentRef();
    return parent.getGroup().isEmpty() && parent.getResource().equals("services");
  }

  static boolean belongsTo(IPAddress address, Service service) {
    var parent = address.getSpec().getParentRef();
    return isOfService(address)
        && parent.getNamespace().equals(service.getMetadata().getNamespace())
        && parent.getName().equals(service.getMetadata().getName());
  }
}
