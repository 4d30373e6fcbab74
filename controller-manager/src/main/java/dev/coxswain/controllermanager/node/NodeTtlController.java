package dev.coxswain.controllermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.util.Map;

/// Tells kubelets for how long they may trust what they know of secrets and config maps: the
/// longer, the larger the cluster.
public final class NodeTtlController {
  private static final String ANNOTATION = "node.alpha.kubernetes.io/ttl";

  private final ApiClient client;
  private final Lister<Node> nodes;
  private final WorkQueue<ObjectKey> queue;

  private NodeTtlController(ControllerContext context) {
    this.client = context.client();
    this.nodes = context.lister(Node.class);
    this.queue = context.queue();
    context.watch(Node.class, queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new NodeTtlController(context);
    return ControllerContext.controller("ttl", controller.queue, workers, controller::reconcile);
  }

  /// Seconds, by number of nodes.
  static int ttl(int nodes) {
    if (nodes <= 100) {
      return 0;
    }
    return nodes <= 500 ? 15 : nodes <= 1000 ? 30 : nodes <= 2000 ? 60 : 300;
  }

  private void reconcile(ObjectKey key) {
    var node = nodes.get(key);
    var wanted = Integer.toString(ttl(nodes.list().size()));
    if (node.isEmpty()
        || wanted.equals(node.get().getMetadata().getAnnotationsOrDefault(ANNOTATION, ""))) {
      return;
    }
    var patch = MergePatch.metadata().putTexts("annotations", Map.of(ANNOTATION, wanted)).bytes();
    try {
      client.patch(Node.class, key, PatchType.MERGE, patch, "");
    } catch (ApiException.NotFound e) {
      // Gone meanwhile.
    }
  }
}
