package dev.coxswain.controllermanager.podgc;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.Disruption;
import dev.coxswain.controllermanager.framework.MergePatch;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks through all pods from time to time.
public final class PodGcController {
  private static final Duration PERIOD = Duration.ofSeconds(20);
  private static final Duration QUARANTINE = Duration.ofSeconds(40);
  private static final ObjectKey ALL = ObjectKey.clusterScoped("all");

  private final ApiClient client;
  private final Lister<Pod> pods;
  private final Lister<Node> nodes;
  private final int threshold;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;
  private final Map<String, Instant> missedSince = new HashMap<>();

  private PodGcController(ControllerContext context, int threshold) {
    this.client = context.client();
    this.clock = context.clock();
    this.pods = context.lister(Pod.class);
    this.nodes = context.lister(Node.class);
    this.threshold = threshold;
    this.queue = context.queue();
    queue.add(ALL);
  }

  /// @param threshold how many finished pods may stay
  public static Controller create(ControllerContext context, int threshold) {
    var controller = new PodGcController(context, threshold);
    return ControllerContext.controller("podgc", controller.queue, 1, controller::reconcile);
  }

  private synchronized void reconcile(ObjectKey all) {
    queue.addAfter(all, PERIOD);
    var outOfService =
        nodes.list().stream()
            .filter(PodGcPlanner::isOutOfService)
            .map(node -> node.getMetadata().getName())
            .collect(Collectors.toSet());
    var gone = nodesGone(clock.instant());
    for (var removal : PodGcPlanner.plan(pods.list(), gone, outOfService, threshold)) {
      try {
        remove(removal);
      } catch (ApiException.NotFound | ApiException.Conflict e) {
        // Gone or changed meanwhile; the next look decides anew.
      }
    }
  }

  /// Nodes that pods name and that were missing for a while; the server has the last word.
  private Set<String> nodesGone(Instant now) {
    var named = new HashSet<String>();
    pods.list().forEach(p -> named.add(p.getSpec().getNodeName()));
    named.remove("");
    named.removeIf(name -> nodes.get(ObjectKey.clusterScoped(name)).isPresent());
    missedSince.keySet().retainAll(named);
    named.forEach(name -> missedSince.putIfAbsent(name, now));
    named.removeIf(name -> now.isBefore(missedSince.get(name).plus(QUARANTINE)));
    named.removeIf(this::exists);
    return named;
  }

  private boolean exists(String node) {
    try {
      client.get(Node.class, ObjectKey.clusterScoped(node));
      return true;
    } catch (ApiException.NotFound e) {
      return false;
    }
  }

  private void remove(PodGcPlanner.Removal removal) {
    var pod = removal.pod();
    if (!Pods.isFinished(pod)) {
      fail(removal);
    }
    client.delete(
        Pod.class,
        Metadata.key(pod),
        DeleteOptions.newBuilder()
            .setGracePeriodSeconds(0)
            .setPreconditions(Preconditions.newBuilder().setUid(pod.getMetadata().getUid()))
            .build());
  }

  // Whoever counts the pod's end must see one.
  private void fail(PodGcPlanner.Removal removal) {
    var pod = removal.pod();
    var patch = MergePatch.status().put("phase", "Failed");
    if (removal.reason() == PodGcPlanner.Reason.NODE_GONE) {
      var marked =
          Disruption.mark(pod, "DeletionByPodGC", "PodGC: node no longer exists", clock.instant());
      patch.put("conditions", List.of(Pods.condition(marked, Disruption.TYPE).orElseThrow()));
      patch.putOrder("conditions", "type", conditionTypes(marked));
    }
    client.patch(Pod.class, Metadata.key(pod), PatchType.STRATEGIC, patch.bytes(), "status");
  }

  private static List<String> conditionTypes(Pod pod) {
    return pod.getStatus().getConditionsList().stream().map(PodCondition::getType).toList();
  }
}
