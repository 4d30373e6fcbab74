package dev.coxswain.controllermanager.node;

import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at each node every few seconds: marks the silent ones, and taints what is not well.
public final class NodeLifecycleController {
  /// How nodes are watched.
  ///
  /// @param period how often each node is looked at
  /// @param grace how long a node may be silent
  /// @param startupGrace the same for a node that never said anything
  /// @param rates how fast pods are driven away from nodes that are not well
  public record Timings(
      Duration period, Duration grace, Duration startupGrace, Zones.Rates rates) {}

  private static final String LEASES = "kube-node-lease";
  private static final String BY_NODE = "node";

  private final ApiClient client;
  private final Lister<Node> nodes;
  private final Lister<Lease> leases;
  private final Lister<Pod> pods;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;
  private final Timings timings;
  private final Map<ObjectKey, NodeHealth.Signs> signs = new ConcurrentHashMap<>();
  private final EvictionPace pace = new EvictionPace();
  private final ZoneCensus census;

  private NodeLifecycleController(ControllerContext context, Timings timings) {
    this.client = context.client();
    this.clock = context.clock();
    this.timings = timings;
    this.census = new ZoneCensus(timings.rates());
    this.nodes = context.lister(Node.class);
    this.leases = context.lister(Lease.class);
    this.pods = podsByNode(context);
    this.events = context.recorder("node-controller");
    this.queue = context.queue();
    context.informer(Node.class).addHandler(new NodeHandler());
    context.watch(Node.class, queue);
  }

  static Lister<Pod> podsByNode(ControllerContext context) {
    var informer = context.informer(Pod.class);
    informer.addIndex(BY_NODE, pod -> List.of(pod.getSpec().getNodeName()));
    return informer.lister();
  }

  static List<Pod> podsOn(Lister<Pod> pods, String node) {
    return pods.byIndex(BY_NODE, node);
  }

  public static Controller create(ControllerContext context, Timings timings, int workers) {
    var controller = new NodeLifecycleController(context, timings);
    return ControllerContext.controller(
        "nodelifecycle", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = nodes.get(key);
    if (found.isEmpty()) {
      signs.remove(key);
      return;
    }
    queue.addAfter(key, timings.period());
    try {
      lookAfter(found.get());
    } catch (ApiException.NotFound e) {
      // Gone meanwhile.
    }
  }

  private void lookAfter(Node node) {
    var now = clock.instant();
    if (!signs.containsKey(Metadata.key(node))) {
      tell(node, "RegisteredNode", "Registered Node %s in Controller");
    }
    var judged =
        NodeHealth.judged(node, observe(node, now), timings.grace(), timings.startupGrace(), now);
    if (!judged.equals(node)) {
      client.updateStatus(judged);
      if (NodeHealth.isReady(node)) {
        noteNotReady(node);
      }
    }
    if (!NodeHealth.isReady(judged) && NodeHealth.ready(judged).isPresent()) {
      markPods(node, now);
    }
    taint(judged, now);
    label(node);
  }

  private NodeHealth.Signs observe(Node node, Instant now) {
    var heartbeat = NodeHealth.heartbeat(node);
    var renewal =
        leases
            .get(new ObjectKey(LEASES, node.getMetadata().getName()))
            .map(lease -> Times.toInstant(lease.getSpec().getRenewTime()))
            .orElse(Instant.EPOCH);
    return signs.compute(
        Metadata.key(node),
        (_, known) ->
            known == null
                ? NodeHealth.Signs.first(heartbeat, renewal, now)
                : known.next(heartbeat, renewal, now));
  }

  private void noteNotReady(Node node) {
    events.event(
        node,
        EventRecorder.NORMAL,
        "NodeNotReady",
        "Node " + node.getMetadata().getName() + " status is now: NodeNotReady");
  }

  private void markPods(Node node, Instant now) {
    for (var pod : podsOn(pods, node.getMetadata().getName())) {
      NodeHealth.unready(pod, now).ifPresent(this::writeUnready);
    }
  }

  private void writeUnready(Pod pod) {
    try {
      client.updateStatus(pod);
      events.event(pod, EventRecorder.WARNING, "NodeNotReady", "Node is not ready");
    } catch (ApiException.NotFound | ApiException.Conflict e) {
      // Changed or gone meanwhile; what is left to do is done at the next look.
    }
  }

  private void taint(Node node, Instant now) {
    var desired = NodeTaints.desired(node, eviction(node, now), now);
    if (desired.equals(node.getSpec().getTaintsList())) {
      return;
    }
    // A taint list is replaced whole, so nobody may have changed it meanwhile.
    var current = client.get(Node.class, Metadata.key(node));
    if (current.getSpec().getTaintsList().equals(node.getSpec().getTaintsList())) {
      client.update(
          current.toBuilder()
              .setSpec(current.getSpec().toBuilder().clearTaints().addAllTaints(desired))
              .build());
    }
  }

  private NodeTaints.Eviction eviction(Node node, Instant now) {
    var zones = census.judged(node);
    if (zones.areAllDown()) {
      return NodeTaints.Eviction.NONE;
    }
    boolean settled = NodeHealth.isReady(node) || NodeTaints.isEvicting(node);
    var zone = Zones.of(node);
    return settled || pace.take(zone, zones.rate(zone), now)
        ? NodeTaints.Eviction.NOW
        : NodeTaints.Eviction.LATER;
  }

  private void label(Node node) {
    var labels = node.getMetadata().getLabelsMap();
    var patch = new TreeMap<String, String>();
    for (var name : List.of("os", "arch")) {
      var value = labels.get("kubernetes.io/" + name);
      if (value != null && !value.equals(labels.get("beta.kubernetes.io/" + name))) {
        patch.put("beta.kubernetes.io/" + name, value);
      }
    }
    if (!patch.isEmpty()) {
      client.patch(
          Node.class,
          Metadata.key(node),
          PatchType.MERGE,
          MergePatch.metadata().putTexts("labels", patch).bytes(),
          "");
    }
  }

  private void tell(Node node, String reason, String what) {
    var name = node.getMetadata().getName();
    events.event(
        node,
        EventRecorder.NORMAL,
        reason,
        "Node %s event: %s".formatted(name, what.formatted(name)));
  }

  private final class NodeHandler implements ResourceHandler<Node> {
    @Override
    public void onAdd(Node node) {
      census.put(node);
    }

    @Override
    public void onUpdate(Node before, Node after) {
      census.put(after);
    }

    @Override
    public void onDelete(Node last) {
      census.remove(last);
      if (signs.containsKey(Metadata.key(last))) {
        tell(last, "RemovingNode", "Removing Node %s from Controller");
      }
    }
  }
}
