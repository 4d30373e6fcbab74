package dev.coxswain.controllermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.Disruption;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Deletes pods from nodes whose taints they don't tolerate, or not for that long.
public final class TaintEvictionController {
  private final ApiClient client;
  private final Lister<Node> nodes;
  private final Lister<Pod> pods;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;
  private final Map<ObjectKey, Instant> drivenSince = new ConcurrentHashMap<>();

  private TaintEvictionController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.nodes = context.lister(Node.class);
    this.pods = NodeLifecycleController.podsByNode(context);
    this.events = context.recorder("taint-eviction-controller");
    this.queue = context.queue();
    context.watch(Pod.class, queue);
    context.informer(Node.class).addHandler(new NodeHandler());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new TaintEvictionController(context);
    return ControllerContext.controller(
        "taint-eviction-controller", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var pod = pods.get(key).filter(p -> !Pods.isDeleting(p) && !Pods.isFinished(p));
    var node = pod.flatMap(p -> nodes.get(ObjectKey.clusterScoped(p.getSpec().getNodeName())));
    if (node.isEmpty()) {
      drivenSince.remove(key);
      return;
    }
    var taints = node.get().getSpec().getTaintsList();
    switch (EvictionTime.of(taints, pod.get().getSpec().getTolerationsList())) {
      case EvictionTime.Stay.Forever _ -> stay(key);
      case EvictionTime.Stay.For(var time) -> {
        var now = clock.instant();
        var end = drivenSince.computeIfAbsent(key, _ -> now).plus(time);
        if (end.isAfter(now)) {
          queue.addAfter(key, Duration.between(now, end));
        } else {
          evict(key, pod.get());
        }
      }
    }
  }

  private void stay(ObjectKey key) {
    if (drivenSince.remove(key) != null) {
      tell(key, "Cancelling deletion of Pod " + key);
    }
  }

  // By name only, as upstream: the next pod of this name inherits the news.
  private void tell(ObjectKey pod, String message) {
    var about =
        ObjectReference.newBuilder()
            .setApiVersion("v1")
            .setKind("Pod")
            .setNamespace(pod.namespace())
            .setName(pod.name())
            .build();
    events.event(about, EventRecorder.NORMAL, "TaintManagerEviction", message);
  }

  private void evict(ObjectKey key, Pod pod) {
    tell(key, "Marking for deletion Pod " + key);
    try {
      client.updateStatus(
          Disruption.mark(
              pod,
              "DeletionByTaintManager",
              "Taint manager: deleting due to NoExecute taint",
              clock.instant()));
      client.delete(
          Pod.class,
          key,
          DeleteOptions.newBuilder()
              .setPreconditions(Preconditions.newBuilder().setUid(pod.getMetadata().getUid()))
              .build());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
    drivenSince.remove(key);
  }

  private final class NodeHandler implements ResourceHandler<Node> {
    @Override
    public void onAdd(Node node) {
      wake(node);
    }

    @Override
    public void onUpdate(Node before, Node after) {
      if (!before.getSpec().getTaintsList().equals(after.getSpec().getTaintsList())) {
        wake(after);
      }
    }

    private void wake(Node node) {
      NodeLifecycleController.podsOn(pods, node.getMetadata().getName())
          .forEach(pod -> queue.add(Metadata.key(pod)));
    }
  }
}
