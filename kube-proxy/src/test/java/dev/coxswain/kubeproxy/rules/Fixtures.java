package dev.coxswain.kubeproxy.rules;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointConditions;
import dev.coxswain.api.discovery.v1.EndpointPort;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.meta.v1.ObjectMeta;
import java.util.List;
import java.util.function.Consumer;

/// Services and slices for tests, in namespace `default`.
public final class Fixtures {
  private Fixtures() {}

  /// A TCP service with one unnamed port 80.
  public static Service service(String name, String clusterIp, Consumer<ServiceSpec.Builder> more) {
    var spec =
        ServiceSpec.newBuilder()
            .setType("ClusterIP")
            .setClusterIP(clusterIp)
            .addPorts(
                dev.coxswain.api.core.v1.ServicePort.newBuilder().setProtocol("TCP").setPort(80));
    more.accept(spec);
    return Service.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName(name))
        .setSpec(spec)
        .build();
  }

  /// The slice of a service whose endpoints listen on TCP port 8080.
  public static EndpointSlice slice(String service, Endpoint... endpoints) {
    return EndpointSlice.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace("default")
                .setName(service + "-x")
                .putLabels("kubernetes.io/service-name", service))
        .setAddressType("IPv4")
        .addPorts(EndpointPort.newBuilder().setName("").setProtocol("TCP").setPort(8080))
        .addAllEndpoints(List.of(endpoints))
        .build();
  }

  public static Endpoint ready(String address, String node) {
    return endpoint(address, node, true, true, false);
  }

  public static Endpoint terminating(String address, String node) {
    return endpoint(address, node, false, true, true);
  }

  public static Endpoint notReady(String address, String node) {
    return endpoint(address, node, false, false, false);
  }

  private static Endpoint endpoint(
      String address, String node, boolean ready, boolean serving, boolean terminating) {
    return Endpoint.newBuilder()
        .addAddresses(address)
        .setNodeName(node)
        .setConditions(
            EndpointConditions.newBuilder()
                .setReady(ready)
                .setServing(serving)
                .setTerminating(terminating))
        .build();
  }
}
