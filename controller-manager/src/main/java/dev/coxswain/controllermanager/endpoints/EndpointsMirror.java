package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.EndpointAddress;
import dev.coxswain.api.core.v1.EndpointSubset;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointConditions;
import dev.coxswain.api.discovery.v1.EndpointPort;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.controllermanager.endpoints.SlicePlanner.Group;
import dev.coxswain.controllermanager.framework.Owners;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What hand-made Endpoints look like in slices. Pure.
///
/// @param skipped how many addresses were too many for their subset
record EndpointsMirror(SlicePlanner.Desired desired, int skipped) {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private record Mirrored(EndpointAddress address, boolean ready) {}

  /// @param manager as it shall stand in the slices
  /// @param most how many addresses of a subset count, those that are ready first
  static EndpointsMirror of(Endpoints source, String manager, int most) {
    Map<Group, List<Endpoint>> groups = new LinkedHashMap<>();
    int skipped = 0;
    for (var subset : source.getSubsetsList()) {
      var ports = ports(subset);
      var all = addresses(subset);
      all.stream().limit(most).forEach(mirrored -> add(groups, ports, mirrored));
      skipped += Math.max(0, all.size() - most);
    }
    return new EndpointsMirror(
        new SlicePlanner.Desired(metadata(source, manager), groups), skipped);
  }

  private static List<Mirrored> addresses(EndpointSubset subset) {
    return Stream.concat(
            subset.getAddressesList().stream().map(a -> new Mirrored(a, true)),
            subset.getNotReadyAddressesList().stream().map(a -> new Mirrored(a, false)))
        .toList();
  }

  // What is no address could not have been written.
  private static void add(
      Map<Group, List<Endpoint>> groups, List<EndpointPort> ports, Mirrored mirrored) {
    Addresses.parseIp(mirrored.address().getIp())
        .ifPresent(ip -> {
          var family = ip instanceof Inet6Address ? "IPv6" : "IPv4";
          groups
              .computeIfAbsent(new Group(family, ports), _ -> new ArrayList<>())
              .add(endpoint(mirrored, ip));
        });
  }

  private static Endpoint endpoint(Mirrored mirrored, InetAddress ip) {
    var address = mirrored.address();
    var endpoint =
        Endpoint.newBuilder()
            .addAddresses(Addresses.text(ip))
            .setConditions(EndpointConditions.newBuilder().setReady(mirrored.ready()));
    if (!address.getHostname().isEmpty()) {
      endpoint.setHostname(address.getHostname());
    }
    if (address.hasNodeName()) {
      endpoint.setNodeName(address.getNodeName());
    }
    if (address.hasTargetRef()) {
      endpoint.setTargetRef(address.getTargetRef());
    }
    return endpoint.build();
  }

  private static List<EndpointPort> ports(EndpointSubset subset) {
    return subset.getPortsList().stream()
        .map(p -> {
          var port =
              EndpointPort.newBuilder()
                  .setName(p.getName())
                  .setProtocol(p.getProtocol())
                  .setPort(p.getPort());
          return (p.hasAppProtocol() ? port.setAppProtocol(p.getAppProtocol()) : port).build();
        })
        .toList();
  }

  private static ObjectMeta metadata(Endpoints source, String manager) {
    return ObjectMeta.newBuilder()
        .setNamespace(source.getMetadata().getNamespace())
        .setGenerateName(source.getMetadata().getName() + "-")
        .putAllLabels(source.getMetadata().getLabelsMap())
        .putLabels(SlicesOfService.SERVICE_NAME, source.getMetadata().getName())
        .putLabels(SlicesOfService.MANAGED_BY, manager)
        .putAllAnnotations(source.getMetadata().getAnnotationsMap())
        .removeAnnotations(LAST_APPLIED)
        .removeAnnotations(ServicePods.TRIGGER_TIME)
        .addOwnerReferences(Owners.controllerRef(source))
        .build();
  }
}
