package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.Storage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Takes addresses by creating their IPAddress objects: the store lets only one succeed.
final class ClusterIps {
  private static final int RANDOM_ATTEMPTS = 256;

  private final ObjectStore addresses;
  private final RandomGenerator random;

  ClusterIps(Storage storage, RandomGenerator random) {
    this.addresses = new ObjectStore(storage, Scheme.kubernetes().resourceOf(IPAddress.class));
    this.random = random;
  }

  /// Whether the address was free and is the service's now.
  boolean take(String address, Service service, Instant now) {
    var object = IpAddresses.of(address, service, UUID.randomUUID().toString(), now);
    return addresses.create("", address, object) instanceof ObjectStore.Result.Stored;
  }

  boolean isFree(String address) {
    return addresses.fetch("", address).isEmpty();
  }

  /// Some free address of the range; empty when there is none.
  Optional<String> takeAny(AddressRange range, Service service, Instant now) {
    for (int i = 0; i < RANDOM_ATTEMPTS; i++) {
      var address = range.address(range.randomOffset(random));
      if (take(address, service, now)) {
        return Optional.of(address);
      }
    }
    for (long offset = 0; offset < range.size(); offset++) {
      var address = range.address(offset);
      if (isFree(address) && take(address, service, now)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /// A free address without taking it.
  String anyFree(AddressRange range) {
    for (int i = 0; i < RANDOM_ATTEMPTS; i++) {
      var address = range.address(range.randomOffset(random));
      if (isFree(address)) {
        return address;
      }
    }
    return range.address(range.randomOffset(random));
  }

  /// Removes what stands for the address, if it is still as it was seen.
  void remove(IPAddress seen) {
    var address = seen.getMetadata().getName();
    var stored = addresses.fetch("", address);
    if (stored.isPresent()
        && ((IPAddress) stored.get().message())
            .getMetadata()
            .getUid()
            .equals(seen.getMetadata().getUid())) {
      addresses.delete("", address, (IPAddress) stored.get().message(), stored.get().revision());
    }
  }

  /// Gives the address back if it is this service's.
  void release(String address, Service service) {
    var stored = addresses.fetch("", address);
    if (stored.isEmpty()) {
      return;
    }
    var object = (IPAddress) stored.get().message();
    if (IpAddresses.belongsTo(object, service)) {
      addresses.delete("", address, object, stored.get().revision());
    }
  }
}
