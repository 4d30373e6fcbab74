package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.List;
import java.util.Optional;

/// Keeps the endpoint slices of services that select pods.
public final class EndpointSliceController {
  private static final int PER_SLICE = 100;

  private final Lister<Service> services;
  private final Lister<Pod> pods;
  private final Lister<Node> nodes;
  private final SliceWriter writer;
  private final ServiceSelection selection;
  private final HintNews news;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;

  private EndpointSliceController(ControllerContext context) {
    this.queue = context.queue();
    this.services = context.lister(Service.class);
    this.pods = context.lister(Pod.class);
    this.nodes = context.lister(Node.class);
    this.writer = new SliceWriter(context, SlicesOfService.MANAGER, PER_SLICE, queue);
    this.events = context.recorder("endpoint-slice-controller");
    this.news = new HintNews(events);
    context.watch(Service.class, queue);
    this.selection = new ServiceSelection(services, queue);
    context.informer(Pod.class).addHandler(selection);
    context.informer(Node.class).addHandler(new NodeHandler());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new EndpointSliceController(context);
    return ControllerContext.controller(
        "endpointslice", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var service = services.get(key);
    if (service.isEmpty()) {
      news.forget(key);
      writer.deleteAll(key);
    } else if (ServicePods.isSelecting(service.get())
        && !service.get().getMetadata().hasDeletionTimestamp()) {
      var selector = Selector.ofMap(service.get().getSpec().getSelectorMap());
      var selected = pods.list(key.namespace(), selector);
      writer.write(key, hinted(service.get(), desired(service.get(), selected)));
      tell(service.get(), SlicesOfService.skipped(service.get(), selected, this::node));
    }
  }

  private SlicePlanner.Desired desired(Service service, List<Pod> selected) {
    return SlicesOfService.desired(service, selected, this::node);
  }

  private Optional<Node> node(String name) {
    return nodes.get(ObjectKey.clusterScoped(name));
  }

  private void tell(Service service, List<String> failures) {
    if (!failures.isEmpty()) {
      events.event(
          service,
          EventRecorder.WARNING,
          "FailedToUpdateEndpointSlices",
          "Error updating Endpoint Slices for Service %s: %s"
              .formatted(
                  Metadata.key(service), failures.size() == 1 ? failures.getFirst() : failures));
    }
  }

  private SlicePlanner.Desired hinted(Service service, SlicePlanner.Desired desired) {
    var types = SlicesOfService.families(service);
    if (!TopologyHints.isEnabled(service)) {
      news.notAsked(service, types);
      return desired;
    }
    var existing = writer.existing(Metadata.key(service));
    var outcome = TopologyHints.hinted(desired, existing, ZoneShares.of(nodes.list()));
    news.asked(service, types, outcome.refusals());
    return outcome.desired();
  }

  /// Services know of nodes whether they exist, and in which zone; hints go by how many processors
  /// each zone has.
  private final class NodeHandler implements ResourceHandler<Node> {
    @Override
    public void onAdd(Node node) {
      wakeHinted();
      wake(node);
    }

    @Override
    public void onUpdate(Node before, Node after) {
      if (ZoneShares.differ(before, after)) {
        wakeHinted();
      }
      if (!zone(before).equals(zone(after))) {
        wake(after);
      }
    }

    @Override
    public void onDelete(Node last) {
      wakeHinted();
      wake(last);
    }

    private void wakeHinted() {
      services.list().stream()
          .filter(TopologyHints::isEnabled)
          .forEach(service -> queue.add(Metadata.key(service)));
    }

    private static String zone(Node node) {
      return node.getMetadata().getLabelsOrDefault(SlicesOfService.ZONE, "");
    }

    private void wake(Node node) {
      pods.list().stream()
          .filter(pod -> pod.getSpec().getNodeName().equals(node.getMetadata().getName()))
          .forEach(selection::onAdd);
    }
  }
}
