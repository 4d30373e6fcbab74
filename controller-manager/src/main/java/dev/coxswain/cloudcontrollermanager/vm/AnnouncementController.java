package dev.coxswain.cloudcontrollermanager.vm;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.apimachinery.hosts.HostAnnotations;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells hosts, through annotations of their nodes, which load balancer addresses they answer for;
/// moves an address when its host is no longer fit.
final class AnnouncementController {
  private static final Logger log = LoggerFactory.getLogger(AnnouncementController.class);
  private static final ObjectKey ALL = ObjectKey.clusterScoped("announcements");

  private final ApiClient client;
  private final Lister<Service> services;
  private final Lister<Node> nodes;
  private final Lister<EndpointSlice> slices;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;

  private AnnouncementController(ControllerContext context) {
    this.client = context.client();
    this.services = context.lister(Service.class);
    this.nodes = context.lister(Node.class);
    this.slices = context.lister(EndpointSlice.class);
    this.events = context.recorder("load-balancer-announcer");
    this.queue = context.queue();
    context.informer(Service.class).addHandler(ResourceHandler.objects(_ -> queue.add(ALL)));
    context.informer(Node.class).addHandler(ResourceHandler.objects(_ -> queue.add(ALL)));
    context.informer(EndpointSlice.class).addHandler(ResourceHandler.objects(_ -> queue.add(ALL)));
  }

  static Controller create(ControllerContext context) {
    var controller = new AnnouncementController(context);
    return ControllerContext.controller(
        "load-balancer-announcer", controller.queue, 1, _ -> controller.reconcile());
  }

  private void reconcile() {
    var view = new AnnouncementPlanner.View(services.list(), nodes.list(), slices.list());
    AnnouncementPlanner.plan(view).forEach(this::write);
  }

  private void write(AnnouncementPlanner.Change change) {
    var annotation =
        Map.of(HostAnnotations.ADDRESSES, HostAnnotations.ofAddresses(change.addresses()));
    try {
      client.patch(
          Node.class,
          ObjectKey.clusterScoped(change.node()),
          PatchType.MERGE,
          MergePatch.metadata().putAnnotations(annotation).bytes(),
          "");
    } catch (ApiException.NotFound e) {
      // The node went; whoever is left is looked at when that is seen.
      return;
    }
    log.atInfo()
        .addKeyValue("node", change.node())
        .addKeyValue("addresses", change.addresses())
        .log("announcing");
    change.gained().forEach(address -> tell(address, change.node()));
  }

  private void tell(String address, String node) {
    services.list().stream()
        .filter(service -> AddressPlanner.shown(service).filter(address::equals).isPresent())
        .forEach(service ->
            events.event(
                service,
                EventRecorder.NORMAL,
                "AnnouncingAddress",
                "Address %s is announced by node %s".formatted(address, node)));
  }
}
