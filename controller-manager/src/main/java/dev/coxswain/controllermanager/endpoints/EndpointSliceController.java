package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.Optional;

/// Keeps the endpoint slices of services that select pods.
public final class EndpointSliceController {
  private static final String ZONE = "topology.kubernetes.io/zone";

  private final Lister<Service> services;
  private final Lister<Pod> pods;
  private final Lister<Node> nodes;
  private final SliceWriter writer;
  private final WorkQueue<ObjectKey> queue;

  private EndpointSliceController(ControllerContext context) {
    this.queue = context.queue();
    this.services = context.lister(Service.class);
    this.pods = context.lister(Pod.class);
    this.nodes = context.lister(Node.class);
    this.writer = new SliceWriter(context, SlicesOfService.MANAGER, queue);
    context.watch(Service.class, queue);
    context.informer(Pod.class).addHandler(new ServiceSelection(services, queue));
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new EndpointSliceController(context);
    return ControllerContext.controller(
        "endpointslice", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var service = services.get(key);
    if (service.isEmpty()) {
      writer.deleteAll(key);
    } else if (ServicePods.isSelecting(service.get())
        && !service.get().getMetadata().hasDeletionTimestamp()) {
      var selector = Selector.ofMap(service.get().getSpec().getSelectorMap());
      var selected = pods.list(key.namespace(), selector);
      writer.write(key, SlicesOfService.desired(service.get(), selected, this::zone));
    }
  }

  private Optional<String> zone(String node) {
    return nodes
        .get(ObjectKey.clusterScoped(node))
        .map(n -> n.getMetadata().getLabelsOrDefault(ZONE, ""))
        .filter(zone -> !zone.isEmpty());
  }
}
