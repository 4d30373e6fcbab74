package dev.coxswain.apiserver.bootstrap;

import dev.coxswain.api.core.v1.EndpointAddress;
import dev.coxswain.api.core.v1.EndpointPort;
import dev.coxswain.api.core.v1.EndpointSubset;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointConditions;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.Storage.Entry;
import dev.coxswain.apiserver.storage.Storage.Outcome;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.List;

/// Which API servers are alive, and the endpoints of the service `kubernetes` that follow from it.
///
/// Each server keeps a key under `/registry/masterleases/` that expires soon after the server stops
/// renewing it.
final class ApiServers {
  private static final String LEASES = "/registry/masterleases/";
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final String NAMESPACE = "default";
  private static final String NAME = "kubernetes";
  private static final String PORT = "https";

  private final Storage storage;
  private final OwnClient client;
  private final ServerIdentity identity;
  private long renewals;

  ApiServers(Storage storage, OwnClient client, ServerIdentity identity) {
    this.storage = storage;
    this.client = client;
    this.identity = identity;
  }

  /// Says that this server is alive and lists those that are.
  void announce() {
    renew();
    publish(alive());
  }

  /// Takes this server off the list.
  void withdraw() {
    storage.get(key()).ifPresent(entry -> storage.delete(key(), entry.revision()));
    publish(alive());
  }

  private void renew() {
    var lease =
        Endpoints.newBuilder()
            .setMetadata(ObjectMeta.newBuilder().setGeneration(++renewals))
            .addSubsets(EndpointSubset.newBuilder().addAddresses(address(own())))
            .build();
    var value = WireCodec.envelope(Scheme.kubernetes().kindOf(lease), lease);
    var outcome = storage.create(key(), value, LEASE);
    while (outcome instanceof Outcome.Mismatch(var current)) {
      long revision = current.map(Entry::revision).orElse(0L);
      outcome =
          revision == 0
              ? storage.create(key(), value, LEASE)
              : storage.update(key(), value, revision, LEASE);
    }
  }

  private List<String> alive() {
    return storage.list(LEASES, "", 0, 0).entries().stream()
        .map(entry -> entry.key().substring(LEASES.length()))
        .toList();
  }

  private void publish(List<String> addresses) {
    var endpoints = endpoints(addresses);
    var before = client.get(Endpoints.class, NAMESPACE, NAME);
    if (before.isEmpty()) {
      client.createIfAbsent(endpoints);
    } else if (!before.get().getSubsetsList().equals(endpoints.getSubsetsList())) {
      client.update(endpoints);
    }
    var slice = slice(addresses);
    var sliceBefore = client.get(EndpointSlice.class, NAMESPACE, NAME);
    if (sliceBefore.isEmpty()) {
      client.createIfAbsent(slice);
    } else if (!sliceBefore.get().getEndpointsList().equals(slice.getEndpointsList())
        || !sliceBefore.get().getPortsList().equals(slice.getPortsList())) {
      client.update(slice);
    }
  }

  private Endpoints endpoints(List<String> addresses) {
    var subset =
        EndpointSubset.newBuilder()
            .addPorts(
                EndpointPort.newBuilder()
                    .setName(PORT)
                    .setPort(identity.securePort())
                    .setProtocol("TCP"));
    addresses.forEach(address -> subset.addAddresses(address(address)));
    var endpoints =
        Endpoints.newBuilder()
            .setMetadata(meta().putLabels("endpointslice.kubernetes.io/skip-mirror", "true"));
    return addresses.isEmpty() ? endpoints.build() : endpoints.addSubsets(subset).build();
  }

  private EndpointSlice slice(List<String> addresses) {
    var slice =
        EndpointSlice.newBuilder()
            .setMetadata(meta().putLabels("kubernetes.io/service-name", NAME))
            .setAddressType(identity.advertise() instanceof Inet6Address ? "IPv6" : "IPv4")
            .addPorts(
                dev.coxswain.api.discovery.v1.EndpointPort.newBuilder()
                    .setName(PORT)
                    .setPort(identity.securePort())
                    .setProtocol("TCP"));
    for (var address : addresses) {
      slice.addEndpoints(
          Endpoint.newBuilder()
              .addAddresses(address)
              .setConditions(EndpointConditions.newBuilder().setReady(true)));
    }
    return slice.build();
  }

  private static ObjectMeta.Builder meta() {
    return ObjectMeta.newBuilder().setNamespace(NAMESPACE).setName(NAME);
  }

  private static EndpointAddress.Builder address(String ip) {
    return EndpointAddress.newBuilder().setIp(ip);
  }

  private String own() {
    return identity.advertise().getHostAddress();
  }

  private String key() {
    return LEASES + own();
  }
}
