package dev.coxswain.scheduler.binding;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.PatchType;
import dev.coxswain.scheduler.framework.Nomination;
import dev.coxswain.scheduler.plugins.preemption.Evicted;
import dev.coxswain.scheduler.snapshot.PodView;
import java.time.InstantSource;
import java.util.Optional;

/// Clears a node for a more important pod.
public final class Evictions {
  private final ApiClient client;
  private final EventRecorder events;
  private final InstantSource clock;

  public Evictions(ApiClient client, EventRecorder events, InstantSource clock) {
    this.client = client;
    this.events = events;
    this.clock = clock;
  }

  /// Tells the victims why, and deletes them. Whoever is gone already is fine.
  public void carryOut(PodView pod, Nomination.Clear clear) {
    // For whoever matters less, another node may have to be found.
    clear.outranked().forEach(this::withdraw);
    for (var victim : clear.victims()) {
      if (!victim.isTerminating()) {
        evict(victim, pod);
        events.deed(victim.pod(), preempted(pod, clear.node()));
      }
    }
  }

  private static EventRecorder.Deed preempted(PodView by, String node) {
    return new EventRecorder.Deed(
        by.pod().getSpec().getSchedulerName(),
        EventRecorder.NORMAL,
        "Preempted",
        "Preempting",
        "Preempted by pod " + by.uid() + " on node " + node,
        Optional.of(EventRecorder.reference(by.pod())));
  }

  private void evict(PodView victim, PodView pod) {
    try {
      client.patch(Pod.class, victim.key(), PatchType.STRATEGIC, condition(victim, pod), "status");
      client.delete(
          Pod.class,
          victim.key(),
          DeleteOptions.newBuilder()
              .setPreconditions(Preconditions.newBuilder().setUid(victim.uid()))
              .build());
    } catch (ApiException.NotFound | ApiException.Conflict _) {
      // Gone, or another pod of the same name by now.
    }
  }

  private byte[] condition(PodView victim, PodView pod) {
    var condition =
        PodCondition.newBuilder()
            .setType(Evicted.CONDITION)
            .setStatus("True")
            .setReason(Evicted.REASON)
            .setMessage(
                pod.pod().getSpec().getSchedulerName()
                    + ": preempting to accommodate a higher priority pod")
            .setObservedGeneration(victim.pod().getMetadata().getGeneration())
            .setLastTransitionTime(Times.of(clock.instant()))
            .build();
    var root = ConditionPatch.of(victim.pod(), condition);
    root.putObject("metadata").put("uid", victim.uid());
    return JsonCodec.toJson(root);
  }

  private void withdraw(PodView outranked) {
    try {
      var root = JsonNodeFactory.instance.objectNode();
      root.putObject("status").putNull("nominatedNodeName");
      client.patch(Pod.class, outranked.key(), PatchType.MERGE, JsonCodec.toJson(root), "status");
    } catch (ApiException.NotFound _) {
      // It needs no node any more.
    }
  }
}
