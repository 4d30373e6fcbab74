package dev.coxswain.controllermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives each node a range of addresses for its pods. Has one worker: ranges are given one by one.
public final class NodeIpamController {
  private final ApiClient client;
  private final PodCidrs cidrs;
  private final Lister<Node> nodes;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  // Given, but perhaps not seen in the cache yet.
  private final Map<ObjectKey, String> given = new HashMap<>();

  private NodeIpamController(ControllerContext context, PodCidrs cidrs) {
    this.client = context.client();
    this.cidrs = cidrs;
    this.nodes = context.lister(Node.class);
    this.events = context.recorder("cidrAllocator");
    this.queue = context.queue();
    context.watch(Node.class, queue);
  }

  public static Controller create(ControllerContext context, PodCidrs cidrs) {
    var controller = new NodeIpamController(context, cidrs);
    return ControllerContext.controller("nodeipam", controller.queue, 1, controller::reconcile);
  }

  private synchronized void reconcile(ObjectKey key) {
    var node = nodes.get(key);
    if (node.isEmpty()) {
      given.remove(key);
    } else if (node.get().getSpec().getPodCIDR().isEmpty()) {
      give(node.get());
    }
  }

  private void give(Node node) {
    var taken = new HashSet<>(given.values());
    nodes.list().forEach(n -> taken.addAll(n.getSpec().getPodCIDRsList()));
    nodes.list().forEach(n -> taken.add(n.getSpec().getPodCIDR()));
    var key = Metadata.key(node);
    var cidr = given.containsKey(key) ? Optional.of(given.get(key)) : cidrs.free(taken);
    if (cidr.isEmpty()) {
      events.event(
          node,
          EventRecorder.NORMAL,
          "CIDRNotAvailable",
          "Node " + key.name() + " status is now: CIDRNotAvailable");
      return;
    }
    given.put(key, cidr.get());
    try {
      client.patch(Node.class, key, PatchType.MERGE, patch(cidr.get()), "");
    } catch (ApiException.NotFound e) {
      given.remove(key);
    }
  }

  private static byte[] patch(String cidr) {
    return MergePatch.spec().put("podCIDR", cidr).putTexts("podCIDRs", List.of(cidr)).bytes();
  }
}
