package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.EndpointAddress;
import dev.coxswain.api.core.v1.EndpointPort;
import dev.coxswain.api.core.v1.EndpointSubset;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Which Endpoints a service should have. Pure.
final class EndpointsPlanner {
  static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
  static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
  private static final String MANAGER = "endpoint-controller";
  private static final int CAPACITY = 1000;

  private EndpointsPlanner() {}

  /// What must be written, if anything.
  ///
  /// @param existing the present ones, if there are any
  static Optional<Endpoints> plan(Service service, List<Pod> pods, Optional<Endpoints> existing) {
    var subsets = subsets(service, pods);
    var fitting = truncated(subsets);
    boolean over = !fitting.equals(subsets);
    var before = existing.orElseGet(Endpoints::getDefaultInstance);
    var metadata = metadata(service, before.getMetadata());
    if (over) {
      metadata.putAnnotations(OVER_CAPACITY, "truncated");
    } else {
      metadata.removeAnnotations(OVER_CAPACITY);
    }
    var after =
        before.toBuilder().setMetadata(metadata).clearSubsets().addAllSubsets(fitting).build();
    if (existing.isPresent() && after.equals(before)) {
      return Optional.empty();
    }
    var trigger = Times.rfc3339(ServicePods.lastChange(service, pods));
    metadata.putAnnotations(ServicePods.TRIGGER_TIME, trigger);
    return Optional.of(after.toBuilder().setMetadata(metadata).build());
  }

  private static ObjectMeta.Builder metadata(Service service, ObjectMeta before) {
    var metadata =
        before.toBuilder()
            .setNamespace(service.getMetadata().getNamespace())
            .setName(service.getMetadata().getName())
            .clearLabels()
            .putAllLabels(service.getMetadata().getLabelsMap())
            .putLabels(MANAGED_BY, MANAGER);
    if (ServicePods.isHeadless(service)) {
      metadata.putLabels(ServicePods.HEADLESS, "");
    } else {
      metadata.removeLabels(ServicePods.HEADLESS);
    }
    return metadata;
  }

  private static List<EndpointSubset> subsets(Service service, List<Pod> pods) {
    boolean publish = service.getSpec().getPublishNotReadyAddresses();
    var family =
        service.getSpec().getIpFamiliesCount() > 0 ? service.getSpec().getIpFamilies(0) : "IPv4";
    var byPorts = new LinkedHashMap<List<EndpointPort>, EndpointSubset.Builder>();
    for (var pod : pods) {
      var ip = ServicePods.address(pod, family);
      if (ip.isEmpty() || (Pods.isDeleting(pod) && !publish)) {
        continue;
      }
      var ports = ports(service, pod);
      if (ports.isEmpty() && service.getSpec().getPortsCount() > 0) {
        continue;
      }
      var subset = byPorts.computeIfAbsent(ports, p -> EndpointSubset.newBuilder().addAllPorts(p));
      var address = address(service, pod, ip.get());
      if (publish || Pods.isReady(pod)) {
        subset.addAddresses(address);
      } else {
        subset.addNotReadyAddresses(address);
      }
    }
    return byPorts.values().stream().map(EndpointsPlanner::sorted).toList();
  }

  private static List<EndpointPort> ports(Service service, Pod pod) {
    var ports = new ArrayList<EndpointPort>();
    for (var port : service.getSpec().getPortsList()) {
      ServicePods.targetPort(pod, port)
          .ifPresent(number -> {
            var found =
                EndpointPort.newBuilder()
                    .setName(port.getName())
                    .setPort(number)
                    .setProtocol(port.getProtocol());
            if (port.hasAppProtocol()) {
              found.setAppProtocol(port.getAppProtocol());
            }
            ports.add(found.build());
          });
    }
    return List.copyOf(ports);
  }

  private static EndpointAddress address(Service service, Pod pod, String ip) {
    var address = EndpointAddress.newBuilder().setIp(ip).setTargetRef(ServicePods.reference(pod));
    if (!pod.getSpec().getNodeName().isEmpty()) {
      address.setNodeName(pod.getSpec().getNodeName());
    }
    ServicePods.hostname(pod, service).ifPresent(address::setHostname);
    return address.build();
  }

  private static EndpointSubset sorted(EndpointSubset.Builder subset) {
    var order =
        Comparator.comparing(EndpointAddress::getIp).thenComparing(a -> a.getTargetRef().getUid());
    var ready = subset.getAddressesList().stream().sorted(order).toList();
    var notReady = subset.getNotReadyAddressesList().stream().sorted(order).toList();
    return subset
        .clearAddresses()
        .addAllAddresses(ready)
        .clearNotReadyAddresses()
        .addAllNotReadyAddresses(notReady)
        .build();
  }

  // Ready addresses are worth more than others.
  private static List<EndpointSubset> truncated(List<EndpointSubset> subsets) {
    int ready = subsets.stream().mapToInt(EndpointSubset::getAddressesCount).sum();
    int room = CAPACITY;
    int roomNotReady = Math.max(0, CAPACITY - ready);
    var result = new ArrayList<EndpointSubset>();
    for (var subset : subsets) {
      int keep = Math.min(room, subset.getAddressesCount());
      int keepNotReady = Math.min(roomNotReady, subset.getNotReadyAddressesCount());
      room -= keep;
      roomNotReady -= keepNotReady;
      if (keep + keepNotReady > 0) {
        result.add(
            subset.toBuilder()
                .clearAddresses()
                .addAllAddresses(subset.getAddressesList().subList(0, keep))
                .clearNotReadyAddresses()
                .addAllNotReadyAddresses(subset.getNotReadyAddressesList().subList(0, keepNotReady))
                .build());
      }
    }
    return List.copyOf(result);
  }
}
