package dev.coxswain.controllermanager.disruption;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
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
import java.util.Optional;

/// Takes back that a pod is going to be disrupted, when for two minutes nothing came of it.
public final class StaleDisruptionController {
  private static final Duration STALE_AFTER = Duration.ofMinutes(2);

  private final ApiClient client;
  private final Lister<Pod> pods;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private StaleDisruptionController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.pods = context.lister(Pod.class);
    this.queue = context.queue();
    context.informer(Pod.class).addHandler(ResourceHandler.objects(this::wake));
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new StaleDisruptionController(context);
    return ControllerContext.controller(
        "disruption-stale", controller.queue, workers, controller::reconcile);
  }

  private void wake(Pod pod) {
    left(pod, clock.instant()).ifPresent(left -> queue.addAfter(Metadata.key(pod), left));
  }

  /// How long the announcement may still stand, where it is one that can become stale: a kubelet
  /// takes its time, and what is ending or over needs no correction.
  static Optional<Duration> left(Pod pod, Instant now) {
    return Pods.isActive(pod)
        ? Pods.condition(pod, Disruption.TYPE)
            .filter(c -> c.getStatus().equals("True"))
            .filter(c -> !c.getReason().equals("TerminationByKubelet"))
            .map(PodCondition::getLastTransitionTime)
            .map(since -> Duration.between(now, Times.toInstant(since).plus(STALE_AFTER)))
        : Optional.empty();
  }

  private void reconcile(ObjectKey key) {
    var pod = pods.get(key);
    var left = pod.flatMap(p -> left(p, clock.instant()));
    if (left.isEmpty()) {
      return;
    }
    if (left.get().isPositive()) {
      queue.addAfter(key, left.get());
    } else {
      client.updateStatus(Disruption.takeBack(pod.orElseThrow(), clock.instant()));
    }
  }
}
