package dev.coxswain.cloudcontrollermanager.service;

import dev.coxswain.api.core.v1.LoadBalancerStatus;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.Backoff;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.cloudcontrollermanager.provider.CloudFailure;
import dev.coxswain.cloudcontrollermanager.provider.LoadBalancers;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Gives each service of type LoadBalancer its balancer, and takes it away again before the service
/// goes.
///
/// There are two loops: one per service, and one for the nodes, which all balancers share.
public final class ServiceController {
  private static final Backoff RETRY = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));
  private static final Duration LOOK_AT_NODES = Duration.ofSeconds(100);
  private static final ObjectKey ALL_NODES = ObjectKey.clusterScoped("nodes");

  /// @param service with the state that its balancer was last made for
  /// @param nodes the provider's ids by node, as the balancer knows them
  private record Balanced(Service service, Map<String, String> nodes) {}

  private final ServiceWriter writer;
  private final Lister<Service> services;
  private final Lister<Node> nodes;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> serviceQueue;
  private final WorkQueue<ObjectKey> nodeQueue;
  private final LoadBalancers balancers;
  private final Map<ObjectKey, Balanced> balanced = new ConcurrentHashMap<>();

  private ServiceController(ControllerContext context, LoadBalancers balancers) {
    this.writer = new ServiceWriter(context.client());
    this.services = context.lister(Service.class);
    this.nodes = context.lister(Node.class);
    this.events = context.recorder("service-controller");
    this.serviceQueue = new WorkQueue<>(context.clock(), RETRY);
    this.nodeQueue = context.queue();
    this.balancers = balancers;
    context.informer(Service.class).addHandler(new ServiceHandler());
    context.informer(Node.class).addHandler(new NodeHandler());
  }

  /// Both loops.
  ///
  /// @param workers for services; nodes have one
  public static List<Controller> create(
      ControllerContext context, LoadBalancers balancers, int workers) {
    var controller = new ServiceController(context, balancers);
    return List.of(
        ControllerContext.controller(
            "service", controller.serviceQueue, workers, controller::reconcile),
        ControllerContext.controller(
            "service-nodes", controller.nodeQueue, 1, _ -> controller.reconcileNodes()));
  }

  private void reconcile(ObjectKey key) {
    var service = services.get(key);
    var known = balanced.get(key);
    boolean replaced =
        known != null
            && service
                .filter(
                    s -> s.getMetadata().getUid().equals(known.service().getMetadata().getUid()))
                .isEmpty();
    if (replaced) {
      forget(key, known.service());
    }
    if (service.isPresent()) {
      try {
        sync(key, service.get());
      } catch (CloudFailure | ApiException e) {
        event(
            service.get(),
            EventRecorder.WARNING,
            "SyncLoadBalancerFailed",
            "Error syncing load balancer: " + e.getMessage());
        throw e;
      }
    }
  }

  // The service is gone, by force perhaps; its balancer may not outlive it.
  private void forget(ObjectKey key, Service last) {
    event(last, EventRecorder.NORMAL, "DeletingLoadBalancer", "Deleting load balancer");
    try {
      balancers.delete(last);
    } catch (CloudFailure e) {
      event(
          last,
          EventRecorder.WARNING,
          "DeleteLoadBalancerFailed",
          "Error deleting load balancer: " + e.getMessage());
      throw e;
    }
    event(last, EventRecorder.NORMAL, "DeletedLoadBalancer", "Deleted load balancer");
    balanced.remove(key);
  }

  private void sync(ObjectKey key, Service service) {
    if (!BalancedServices.wantsBalancer(service) || BalancedServices.needsCleanup(service)) {
      remove(service);
      balanced.remove(key);
    } else {
      ensure(key, service);
    }
  }

  private void remove(Service service) {
    if (trying("check if load balancer exists before cleanup", () -> balancers.find(service))
        .isPresent()) {
      event(service, EventRecorder.NORMAL, "DeletingLoadBalancer", "Deleting load balancer");
      trying(
          "delete load balancer",
          () -> {
            balancers.delete(service);
            return service;
          });
    }
    var kept =
        trying("remove load balancer cleanup finalizer", () -> writer.removeFinalizer(service));
    event(service, EventRecorder.NORMAL, "DeletedLoadBalancer", "Deleted load balancer");
    writeStatus(kept, LoadBalancerStatus.getDefaultInstance());
  }

  private void ensure(ObjectKey key, Service service) {
    event(service, EventRecorder.NORMAL, "EnsuringLoadBalancer", "Ensuring load balancer");
    var held = trying("add load balancer cleanup finalizer", () -> writer.addFinalizer(service));
    var suitable = BalancerNodes.of(nodes.list());
    if (suitable.isEmpty()) {
      noteNoNodes(service);
    }
    balanced.put(key, new Balanced(service, BalancerNodes.identities(suitable)));
    var status = trying("ensure load balancer", () -> balancers.ensure(held, suitable));
    event(service, EventRecorder.NORMAL, "EnsuredLoadBalancer", "Ensured load balancer");
    writeStatus(held, status);
  }

  private void writeStatus(Service service, LoadBalancerStatus status) {
    try {
      trying("update load balancer status", () -> writer.writeStatus(service, status));
    } catch (ApiException.NotFound e) {
      // It went as soon as nothing held it.
    }
  }

  private void reconcileNodes() {
    nodeQueue.addAfter(ALL_NODES, LOOK_AT_NODES);
    var suitable = BalancerNodes.of(nodes.list());
    var identities = BalancerNodes.identities(suitable);
    balanced.forEach((key, known) -> {
      if (!known.nodes().equals(identities)
          && balanced.replace(key, known, new Balanced(known.service(), identities))) {
        updateNodes(key, known.service(), suitable);
      }
    });
  }

  private void updateNodes(ObjectKey key, Service service, List<Node> suitable) {
    try {
      balancers.update(service, suitable);
      if (suitable.isEmpty()) {
        noteNoNodes(service);
      } else {
        event(
            service,
            EventRecorder.NORMAL,
            "UpdatedLoadBalancer",
            "Updated load balancer with new hosts");
      }
    } catch (CloudFailure e) {
      event(
          service,
          EventRecorder.WARNING,
          "UpdateLoadBalancerFailed",
          "Error updating load balancer with new hosts %s [node names limited, total number of nodes: %d], error: %s"
              .formatted(BalancerNodes.names(suitable), suitable.size(), e.getMessage()));
      serviceQueue.add(key);
    }
  }

  private void noteNoNodes(Service service) {
    event(
        service,
        EventRecorder.WARNING,
        "UnAvailableLoadBalancer",
        "There are no available nodes for LoadBalancer");
  }

  // Says what was tried. Conflicts and absences keep their type: they are not failures of the
  // cloud.
  private static <T> T trying(String what, Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (ApiException.Conflict | ApiException.NotFound e) {
      throw e;
    } catch (CloudFailure | ApiException e) {
      throw new CloudFailure("failed to " + what + ": " + e.getMessage(), e);
    }
  }

  private void event(Service service, String type, String reason, String message) {
    events.event(service, type, reason, message);
  }

  private final class ServiceHandler implements ResourceHandler<Service> {
    @Override
    public void onAdd(Service service) {
      if (BalancedServices.wantsBalancer(service) || BalancedServices.needsCleanup(service)) {
        serviceQueue.add(Metadata.key(service));
      }
    }

    @Override
    public void onUpdate(Service before, Service after) {
      if (BalancedServices.needsUpdate(before, after) || BalancedServices.needsCleanup(after)) {
        serviceQueue.add(Metadata.key(after));
      }
    }

    @Override
    public void onDelete(Service last) {
      serviceQueue.add(Metadata.key(last));
    }
  }

  private final class NodeHandler implements ResourceHandler<Node> {
    @Override
    public void onAdd(Node node) {
      nodeQueue.add(ALL_NODES);
    }

    @Override
    public void onUpdate(Node before, Node after) {
      if (BalancerNodes.differ(before, after)) {
        nodeQueue.add(ALL_NODES);
      }
    }

    @Override
    public void onDelete(Node last) {
      nodeQueue.add(ALL_NODES);
    }
  }
}
