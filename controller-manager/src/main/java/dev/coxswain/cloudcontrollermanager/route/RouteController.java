package dev.coxswain.cloudcontrollermanager.route;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apimachinery.validation.Addresses.Cidr;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.cloudcontrollermanager.provider.CloudFailure;
import dev.coxswain.cloudcontrollermanager.provider.Routes;
import dev.coxswain.cloudcontrollermanager.provider.Routes.Route;
import dev.coxswain.cloudcontrollermanager.route.RoutePlanner.Reachability;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the cloud's routes as the nodes' addresses for pods say, and tells on each node whether it
/// has its route.
///
/// All routes are looked at together, when a node changes in what routes depend on and once in a
/// while; the calls for single routes go out side by side.
public final class RouteController {
  private static final Logger log = LoggerFactory.getLogger(RouteController.class);
  private static final ObjectKey ALL = ObjectKey.clusterScoped("routes");
  private static final String CONDITION = "NetworkUnavailable";
  private static final int CALLS_AT_ONCE = 200;

  private final ApiClient client;
  private final Lister<Node> nodes;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;
  private final Routes routes;
  private final List<Cidr> clusterCidrs;
  private final Duration period;

  private RouteController(
      ControllerContext context, Routes routes, List<Cidr> clusterCidrs, Duration period) {
    this.client = context.client();
    this.nodes = context.lister(Node.class);
    this.events = context.recorder("route_controller");
    this.queue = context.queue();
    this.clock = context.clock();
    this.routes = routes;
    this.clusterCidrs = clusterCidrs;
    this.period = period;
    context.informer(Node.class).addHandler(new NodeHandler());
    queue.add(ALL);
  }

  /// @param clusterCidrs the addresses of all pods
  /// @param period after which all routes are looked at in any case
  public static Controller create(
      ControllerContext context, Routes routes, List<Cidr> clusterCidrs, Duration period) {
    var controller = new RouteController(context, routes, clusterCidrs, period);
    return ControllerContext.controller("route", controller.queue, 1, _ -> controller.reconcile());
  }

  private void reconcile() throws InterruptedException {
    queue.addAfter(ALL, period);
    var present = routes.list();
    var all = nodes.list();
    var plan = RoutePlanner.plan(new RoutePlanner.View(all, present, clusterCidrs));
    sideBySide(plan.deletions(), this::delete);
    var failed = Collections.synchronizedList(new ArrayList<Route>());
    sideBySide(
        plan.creations(),
        route -> {
          if (!create(route)) {
            failed.add(route);
          }
        });
    sideBySide(
        all,
        node -> tell(node, RoutePlanner.reachability(node, present, plan, List.copyOf(failed))));
  }

  private static <T> void sideBySide(List<T> items, Consumer<T> call) throws InterruptedException {
    var free = new Semaphore(CALLS_AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var item : items) {
        free.acquire();
        threads.execute(() -> {
          try {
            call.accept(item);
          } finally {
            free.release();
          }
        });
      }
    }
  }

  private void delete(Route route) {
    try {
      routes.delete(route);
      log.atInfo()
          .addKeyValue("node", route.node())
          .addKeyValue("cidr", route.cidr())
          .log("route deleted");
    } catch (CloudFailure | ApiException e) {
      log.atWarn()
          .addKeyValue("node", route.node())
          .addKeyValue("cidr", route.cidr())
          .addKeyValue("err", e.getMessage())
          .log("cannot delete a route");
    }
  }

  private boolean create(Route route) {
    var start = clock.instant();
    try {
      routes.create(route);
      log.atInfo()
          .addKeyValue("node", route.node())
          .addKeyValue("cidr", route.cidr())
          .log("route created");
      return true;
    } catch (CloudFailure | ApiException e) {
      var took = Times.formatGoDuration(Duration.between(start, clock.instant()));
      tellFailure(route, took, e.getMessage());
      return false;
    }
  }

  private void tellFailure(Route route, String took, String why) {
    var uid =
        nodes
            .get(ObjectKey.clusterScoped(route.node()))
            .map(node -> node.getMetadata().getUid())
            .orElse("");
    // By name also where the uid should be, as upstream: `describe node` looks for both.
    var about =
        ObjectReference.newBuilder().setKind("Node").setName(route.node()).setUid(route.node());
    events.event(
        about.build(),
        EventRecorder.WARNING,
        "FailedToCreateRoute",
        "Could not create route %s %s for node %s after %s: %s"
            .formatted(uid, route.cidr(), route.node(), took, why));
  }

  private void tell(Node node, Reachability reachability) {
    switch (reachability) {
      case NOT_CONCERNED -> {}
      case REACHABLE -> tell(node, "False", "RouteCreated", "RouteController created a route");
      case UNREACHABLE ->
          tell(node, "True", "NoRouteCreated", "RouteController failed to create a route");
    }
  }

  private void tell(Node node, String status, String reason, String message) {
    if (condition(node).filter(c -> c.getStatus().equals(status)).isPresent()) {
      return;
    }
    var now = Times.of(clock.instant());
    var condition =
        NodeCondition.newBuilder()
            .setType(CONDITION)
            .setStatus(status)
            .setReason(reason)
            .setMessage(message)
            .setLastHeartbeatTime(now)
            .setLastTransitionTime(now)
            .build();
    var patch = MergePatch.status().put("conditions", List.of(condition)).bytes();
    try {
      client.patch(Node.class, Metadata.key(node), PatchType.STRATEGIC, patch, "status");
    } catch (ApiException.NotFound e) {
      // Gone meanwhile.
    } catch (ApiException e) {
      log.atWarn()
          .addKeyValue("node", node.getMetadata().getName())
          .addKeyValue("err", e.getMessage())
          .log("cannot update the networking condition");
    }
  }

  private static Optional<NodeCondition> condition(Node node) {
    return node.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(CONDITION))
        .findFirst();
  }

  private final class NodeHandler implements ResourceHandler<Node> {
    @Override
    public void onAdd(Node node) {
      queue.add(ALL);
    }

    @Override
    public void onUpdate(Node before, Node after) {
      if (!before.getSpec().getPodCIDRsList().equals(after.getSpec().getPodCIDRsList())
          || !before.getStatus().getAddressesList().equals(after.getStatus().getAddressesList())) {
        queue.add(ALL);
      }
    }

    @Override
    public void onDelete(Node last) {
      queue.add(ALL);
    }
  }
}
