package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.EndpointAddress;
import dev.coxswain.api.core.v1.EndpointSubset;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointConditions;
import dev.coxswain.api.discovery.v1.EndpointPort;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.endpoints.SlicePlanner.Group;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.Owners;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mirrors hand-made Endpoints into slices, for a service without a selector.
public final class SliceMirroringController {
  private static final String MANAGER = "endpointslicemirroring-controller.k8s.io";
  private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
  private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final Lister<Service> services;
  private final Lister<Endpoints> endpoints;
  private final SliceWriter writer;
  private final WorkQueue<ObjectKey> queue;

  private SliceMirroringController(ControllerContext context) {
    this.queue = context.queue();
    this.services = context.lister(Service.class);
    this.endpoints = context.lister(Endpoints.class);
    this.writer = new SliceWriter(context, MANAGER, queue);
    context.watch(Service.class, queue);
    context.watch(Endpoints.class, queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new SliceMirroringController(context);
    return ControllerContext.controller(
        "endpointslicemirroring", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var source = endpoints.get(key).filter(SliceMirroringController::isMirrored);
    var service = services.get(key).filter(s -> s.getSpec().getSelectorCount() == 0);
    if (source.isEmpty() || service.isEmpty()) {
      writer.deleteAll(key);
    } else {
      writer.write(key, desired(source.get()));
    }
  }

  private static boolean isMirrored(Endpoints endpoints) {
    var metadata = endpoints.getMetadata();
    return !metadata.getLabelsOrDefault(SKIP, "").equals("true")
        && !metadata.containsAnnotations(LEADER)
        && !metadata.hasDeletionTimestamp();
  }

  static SlicePlanner.Desired desired(Endpoints source) {
    Map<Group, List<Endpoint>> groups = new LinkedHashMap<>();
    for (var subset : source.getSubsetsList()) {
      var ports = ports(subset);
      subset.getAddressesList().forEach(a -> add(groups, ports, a, true));
      subset.getNotReadyAddressesList().forEach(a -> add(groups, ports, a, false));
    }
    return new SlicePlanner.Desired(metadata(source), groups);
  }

  private static void add(
      Map<Group, List<Endpoint>> groups,
      List<EndpointPort> ports,
      EndpointAddress address,
      boolean ready) {
    var family = address.getIp().contains(":") ? "IPv6" : "IPv4";
    var endpoint =
        Endpoint.newBuilder()
            .addAddresses(address.getIp())
            .setConditions(EndpointConditions.newBuilder().setReady(ready));
    if (!address.getHostname().isEmpty()) {
      endpoint.setHostname(address.getHostname());
    }
    if (address.hasNodeName()) {
      endpoint.setNodeName(address.getNodeName());
    }
    if (address.hasTargetRef()) {
      endpoint.setTargetRef(address.getTargetRef());
    }
    groups.computeIfAbsent(new Group(family, ports), _ -> new ArrayList<>()).add(endpoint.build());
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

  private static ObjectMeta metadata(Endpoints source) {
    return ObjectMeta.newBuilder()
        .setNamespace(source.getMetadata().getNamespace())
        .setGenerateName(source.getMetadata().getName() + "-")
        .putAllLabels(source.getMetadata().getLabelsMap())
        .putLabels(SlicesOfService.SERVICE_NAME, source.getMetadata().getName())
        .putLabels(SlicesOfService.MANAGED_BY, MANAGER)
        .putAllAnnotations(source.getMetadata().getAnnotationsMap())
        .removeAnnotations(LAST_APPLIED)
        .removeAnnotations(ServicePods.TRIGGER_TIME)
        .addOwnerReferences(Owners.controllerRef(source))
        .build();
  }
}
