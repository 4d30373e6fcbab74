package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointConditions;
import dev.coxswain.api.discovery.v1.EndpointPort;
import dev.coxswain.api.discovery.v1.ForNode;
import dev.coxswain.api.discovery.v1.ForZone;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.endpoints.SlicePlanner.Group;
import dev.coxswain.controllermanager.framework.Owners;
import dev.coxswain.controllermanager.framework.Pods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Which slices a service should have. Pure.
final class SlicesOfService {
  static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  static final String MANAGER = "endpointslice-controller.k8s.io";
  static final String SERVICE_NAME = "kubernetes.io/service-name";

  static final String ZONE = "topology.kubernetes.io/zone";

  private SlicesOfService() {}

  /// The service's wishes, from its pods.
  ///
  /// Pods on nodes that don't exist are no endpoints, unless the service wants them whatever their
  /// state.
  ///
  /// @param nodes the nodes by their names
  static SlicePlanner.Desired desired(
      Service service, List<Pod> pods, Function<String, Optional<Node>> nodes) {
    Map<Group, List<Endpoint>> groups = new LinkedHashMap<>();
    for (var family : families(service)) {
      for (var pod : pods) {
        var node = nodes.apply(pod.getSpec().getNodeName());
        if (node.isEmpty() && !service.getSpec().getPublishNotReadyAddresses()) {
          continue;
        }
        ServicePods.address(pod, family)
            .ifPresent(address ->
                groups
                    .computeIfAbsent(new Group(family, ports(service, pod)), _ -> new ArrayList<>())
                    .add(endpoint(service, pod, address, node)));
      }
      if (groups.keySet().stream().noneMatch(g -> g.addressType().equals(family))) {
        groups.put(new Group(family, List.of()), List.of());
      }
    }
    return new SlicePlanner.Desired(metadata(service, pods), groups);
  }

  /// What to say of pods that are left out because their nodes don't exist.
  static List<String> skipped(
      Service service, List<Pod> pods, Function<String, Optional<Node>> nodes) {
    if (service.getSpec().getPublishNotReadyAddresses()) {
      return List.of();
    }
    var metadata = service.getMetadata();
    return pods.stream()
        .filter(pod ->
            families(service).stream()
                .anyMatch(family -> ServicePods.address(pod, family).isPresent()))
        .filter(pod -> nodes.apply(pod.getSpec().getNodeName()).isEmpty())
        .map(pod ->
            "skipping Pod %s for Service %s/%s: Node %s Not Found"
                .formatted(
                    pod.getMetadata().getName(),
                    metadata.getNamespace(),
                    metadata.getName(),
                    pod.getSpec().getNodeName()))
        .toList();
  }

  /// The kinds of addresses that its slices have.
  static List<String> families(Service service) {
    var families = service.getSpec().getIpFamiliesList();
    return families.isEmpty() ? List.of("IPv4") : families;
  }

  private static List<EndpointPort> ports(Service service, Pod pod) {
    var ports = new ArrayList<EndpointPort>();
    for (var port : service.getSpec().getPortsList()) {
      ServicePods.targetPort(pod, port)
          .ifPresent(number -> {
            var found =
                EndpointPort.newBuilder()
                    .setName(port.getName())
                    .setProtocol(port.getProtocol())
                    .setPort(number);
            if (port.hasAppProtocol()) {
              found.setAppProtocol(port.getAppProtocol());
            }
            ports.add(found.build());
          });
    }
    return List.copyOf(ports);
  }

  private static Endpoint endpoint(Service service, Pod pod, String address, Optional<Node> node) {
    boolean serving = Pods.isReady(pod);
    boolean terminating = Pods.isDeleting(pod);
    boolean publish = service.getSpec().getPublishNotReadyAddresses();
    boolean ready = publish || (serving && !terminating);
    var endpoint =
        Endpoint.newBuilder()
            .addAddresses(address)
            .setConditions(
                EndpointConditions.newBuilder()
                    .setReady(ready)
                    .setServing(serving)
                    .setTerminating(terminating))
            .setTargetRef(ServicePods.reference(pod));
    ServicePods.hostname(pod, service).ifPresent(endpoint::setHostname);
    var name = pod.getSpec().getNodeName();
    if (!name.isEmpty()) {
      endpoint.setNodeName(name);
    }
    node.map(n -> n.getMetadata().getLabelsOrDefault(ZONE, ""))
        .filter(zone -> !zone.isEmpty())
        .ifPresent(endpoint::setZone);
    if (ready && !TopologyHints.isEnabled(service)) {
      hint(service, endpoint);
    }
    return endpoint.build();
  }

  // Whose clients should prefer the endpoint, where the service asks for such a preference.
  private static void hint(Service service, Endpoint.Builder endpoint) {
    var preference = service.getSpec().getTrafficDistribution();
    boolean sameNode = preference.equals("PreferSameNode");
    boolean sameZone =
        sameNode || preference.equals("PreferSameZone") || preference.equals("PreferClose");
    if (sameZone && endpoint.hasZone()) {
      endpoint.getHintsBuilder().addForZones(ForZone.newBuilder().setName(endpoint.getZone()));
    }
    if (sameNode && endpoint.hasNodeName()) {
      endpoint.getHintsBuilder().addForNodes(ForNode.newBuilder().setName(endpoint.getNodeName()));
    }
  }

  private static ObjectMeta metadata(Service service, List<Pod> pods) {
    var metadata =
        ObjectMeta.newBuilder()
            .setNamespace(service.getMetadata().getNamespace())
            .setGenerateName(service.getMetadata().getName() + "-")
            .putAllLabels(service.getMetadata().getLabelsMap())
            .putLabels(SERVICE_NAME, service.getMetadata().getName())
            .putLabels(MANAGED_BY, MANAGER)
            .putAnnotations(
                ServicePods.TRIGGER_TIME, Times.rfc3339(ServicePods.lastChange(service, pods)))
            .addOwnerReferences(Owners.controllerRef(service));
    if (ServicePods.isHeadless(service)) {
      metadata.putLabels(ServicePods.HEADLESS, "");
    } else {
      metadata.removeLabels(ServicePods.HEADLESS);
    }
    return metadata.build();
  }
}
