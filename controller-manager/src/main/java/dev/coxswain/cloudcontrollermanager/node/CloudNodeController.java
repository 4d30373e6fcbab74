package dev.coxswain.cloudcontrollermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.cloudcontrollermanager.provider.CloudFailure;
import dev.coxswain.cloudcontrollermanager.provider.Instances;
import dev.coxswain.cloudcontrollermanager.provider.Instances.Instance;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.util.Optional;

/// Tells new nodes what machine they run on, and keeps the addresses and labels of the others as
/// the cloud has them.
public final class CloudNodeController {
  private final ApiClient client;
  private final Lister<Node> nodes;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final Instances instances;
  private final Duration period;

  private CloudNodeController(ControllerContext context, Instances instances, Duration period) {
    this.client = context.client();
    this.nodes = context.lister(Node.class);
    this.events = context.recorder("cloud-node-controller");
    this.queue = context.queue();
    this.instances = instances;
    this.period = period;
    context.watch(Node.class, queue);
  }

  /// @param period after which the cloud is asked about a node again
  public static Controller create(
      ControllerContext context, Instances instances, Duration period, int workers) {
    var controller = new CloudNodeController(context, instances, period);
    return ControllerContext.controller(
        "cloud-node", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var node = nodes.get(key);
    if (node.isEmpty()) {
      return;
    }
    try {
      if (CloudTaints.isUninitialized(node.get())) {
        initialize(node.get());
      } else {
        refresh(node.get(), instances.find(node.get()));
      }
      queue.addAfter(key, period);
    } catch (ApiException.NotFound e) {
      // Gone meanwhile.
    }
  }

  private void initialize(Node node) {
    var name = node.getMetadata().getName();
    var instance =
        instances
            .find(node)
            .orElseThrow(() ->
                new CloudFailure(
                    "failed to get instance metadata for node %s: instance not found"
                        .formatted(name)));
    var initialized = client.update(NodeInitializer.initialized(node, instance));
    refresh(initialized, Optional.of(instance));
    events.event(node, EventRecorder.NORMAL, "Synced", "Node synced successfully");
  }

  private void refresh(Node node, Optional<Instance> instance) {
    var current = node;
    var change = instance.flatMap(i -> NodeAddresses.change(node, i.addresses()));
    if (change.isPresent()) {
      var status = node.getStatus().toBuilder().clearAddresses().addAllAddresses(change.get());
      current = client.updateStatus(node.toBuilder().setStatus(status).build());
    }
    var missing = NodeInitializer.missingLabels(current, instance);
    if (!missing.isEmpty()) {
      client.update(Metadata.edit(current, m -> m.putAllLabels(missing)));
    }
  }
}
