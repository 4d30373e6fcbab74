package dev.coxswain.cloudcontrollermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.cloudcontrollermanager.provider.Instances;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.InstantSource;

/// Looks at each node every few seconds: deletes those whose machine is gone, and taints those
/// whose machine is switched off.
public final class CloudNodeLifecycleController {
  private final ApiClient client;
  private final Lister<Node> nodes;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;
  private final Instances instances;
  private final Duration period;

  private CloudNodeLifecycleController(
      ControllerContext context, Instances instances, Duration period) {
    this.client = context.client();
    this.nodes = context.lister(Node.class);
    this.events = context.recorder("cloud-node-lifecycle-controller");
    this.queue = context.queue();
    this.clock = context.clock();
    this.instances = instances;
    this.period = period;
    context.watch(Node.class, queue);
  }

  /// @param period how often each node is looked at
  public static Controller create(ControllerContext context, Instances instances, Duration period) {
    var controller = new CloudNodeLifecycleController(context, instances, period);
    return ControllerContext.controller(
        "cloud-node-lifecycle", controller.queue, 1, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var node = nodes.get(key);
    if (node.isEmpty()) {
      return;
    }
    queue.addAfter(key, period);
    try {
      carryOut(verdict(node.get()), node.get());
    } catch (ApiException.NotFound e) {
      // Gone meanwhile.
    }
  }

  private MachineState.Verdict verdict(Node node) {
    return MachineState.isInDoubt(node, clock.instant())
        ? MachineState.ofDoubtful(node, instances.find(node))
        : MachineState.ofHealthy(node);
  }

  private void carryOut(MachineState.Verdict verdict, Node node) {
    switch (verdict) {
      case KEEP -> {}
      case MARK_STARTED -> client.update(CloudTaints.started(node));
      case MARK_SHUT_DOWN -> client.update(CloudTaints.shutDown(node));
      case DELETE -> delete(node);
    }
  }

  private void delete(Node node) {
    var name = node.getMetadata().getName();
    var about =
        ObjectReference.newBuilder()
            .setKind("Node")
            .setName(name)
            .setUid(node.getMetadata().getUid())
            .build();
    events.event(
        about,
        EventRecorder.NORMAL,
        "DeletingNode",
        "Deleting node %s because it does not exist in the cloud provider".formatted(name));
    try {
      var same = Preconditions.newBuilder().setUid(node.getMetadata().getUid());
      client.delete(
          Node.class,
          Metadata.key(node),
          DeleteOptions.newBuilder().setPreconditions(same).build());
    } catch (ApiException.NotFound e) {
      // Somebody else deleted it, which is what was wanted.
    } catch (ApiException e) {
      events.event(
          about,
          EventRecorder.WARNING,
          "DeletingNodeFailed",
          "Failed deleting node %s: %s".formatted(name, e.getMessage()));
      throw e;
    }
  }
}
