package dev.coxswain.scheduler.binding;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.PatchType;
import dev.coxswain.scheduler.framework.Nomination;
import dev.coxswain.scheduler.snapshot.PodView;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people how scheduling a pod went: by an event, and by the condition PodScheduled while
/// there is no node.
public final class PodReporter {
  private static final Logger log = LoggerFactory.getLogger(PodReporter.class);
  private static final String CONDITION = "PodScheduled";
  // What the API server takes, and how a longer one ends.
  private static final int LONGEST_NOTE = 1024;
  private static final String CUT = " ...";

  private final ApiClient client;
  private final EventRecorder events;
  private final InstantSource clock;

  public PodReporter(ApiClient client, EventRecorder events, InstantSource clock) {
    this.client = client;
    this.events = events;
    this.clock = clock;
  }

  public void scheduled(PodView pod, String node) {
    log.atInfo().addKeyValue("pod", pod.key()).addKeyValue("node", node).log("bound");
    var note = "Successfully assigned " + pod.key() + " to " + node;
    tell(pod, EventRecorder.NORMAL, "Scheduled", "Binding", note);
  }

  /// No node will do.
  ///
  /// @param nomination what becomes of the node that is being cleared for the pod
  public void unschedulable(PodView pod, String message, Nomination nomination) {
    log.atDebug().addKeyValue("pod", pod.key()).addKeyValue("why", message).log("unschedulable");
    report(pod, "Unschedulable", message, nomination);
  }

  /// The pod is going away before it was somewhere.
  public void skipped(PodView pod) {
    tell(
        pod,
        EventRecorder.WARNING,
        "FailedScheduling",
        "Scheduling",
        "skip schedule deleting pod: " + pod.key());
  }

  /// A plugin would not have the pod where it was to go.
  public void rejected(PodView pod, String message) {
    unschedulable(pod, message, new Nomination.Withdraw());
  }

  /// Pods that were to make room could not be evicted.
  public void cannotEvict(PodView pod, ApiException error) {
    log.atWarn()
        .addKeyValue("pod", pod.key())
        .addKeyValue("err", error.getMessage())
        .log("cannot evict for the pod");
  }

  /// Something went wrong.
  public void failed(PodView pod, Exception error) {
    boolean refused = error instanceof ApiException || error instanceof BindingCycle.Failed;
    var event = refused ? log.atWarn() : log.atError().setCause(error);
    event
        .addKeyValue("pod", pod.key())
        .addKeyValue("err", error.getMessage())
        .log("cannot schedule the pod");
    report(pod, "SchedulerError", String.valueOf(error.getMessage()), new Nomination.Withdraw());
  }

  private void report(PodView pod, String reason, String message, Nomination nomination) {
    tell(pod, EventRecorder.WARNING, "FailedScheduling", "Scheduling", shortened(message));
    try {
      var condition = condition(pod.pod(), reason, message);
      boolean same = current(pod.pod()).filter(c -> isSame(c, condition)).isPresent();
      if (!same || changes(pod, nomination)) {
        client.patch(
            Pod.class,
            pod.key(),
            PatchType.STRATEGIC,
            patch(pod.pod(), condition, nomination),
            "status");
      }
    } catch (ApiException.NotFound e) {
      log.atDebug().addKeyValue("pod", pod.key()).log("the pod is gone");
    } catch (ApiException e) {
      // The next attempt will say it again.
      log.atWarn()
          .addKeyValue("pod", pod.key())
          .addKeyValue("err", e.getMessage())
          .log("cannot report");
    }
  }

  private void tell(PodView pod, String type, String reason, String action, String note) {
    var profile = pod.pod().getSpec().getSchedulerName();
    events.deed(
        pod.pod(), new EventRecorder.Deed(profile, type, reason, action, note, Optional.empty()));
  }

  private static String shortened(String note) {
    return note.length() <= LONGEST_NOTE
        ? note
        : note.substring(0, LONGEST_NOTE - CUT.length()) + CUT;
  }

  private PodCondition condition(Pod pod, String reason, String message) {
    var since =
        current(pod)
            .filter(c -> c.getStatus().equals("False") && c.hasLastTransitionTime())
            .map(PodCondition::getLastTransitionTime)
            .orElseGet(() -> Times.of(clock.instant()));
    return PodCondition.newBuilder()
        .setType(CONDITION)
        .setStatus("False")
        .setReason(reason)
        .setMessage(message)
        .setObservedGeneration(pod.getMetadata().getGeneration())
        .setLastTransitionTime(since)
        .build();
  }

  private static Optional<PodCondition> current(Pod pod) {
    return pod.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(CONDITION))
        .findFirst();
  }

  private static boolean isSame(PodCondition a, PodCondition b) {
    return a.getStatus().equals(b.getStatus())
        && a.getReason().equals(b.getReason())
        && a.getMessage().equals(b.getMessage())
        && a.getObservedGeneration() == b.getObservedGeneration();
  }

  private static boolean changes(PodView pod, Nomination nomination) {
    return switch (nomination) {
      case Nomination.Clear clear -> !clear.node().equals(pod.nominatedNodeName());
      case Nomination.Withdraw _ -> !pod.nominatedNodeName().isEmpty();
      case Nomination.Keep _ -> false;
    };
  }

  private static byte[] patch(Pod pod, PodCondition condition, Nomination nomination) {
    var root = ConditionPatch.of(pod, condition);
    var status = root.withObject("/status");
    switch (nomination) {
      case Nomination.Clear clear -> status.put("nominatedNodeName", clear.node());
      case Nomination.Withdraw _ -> status.putNull("nominatedNodeName");
      case Nomination.Keep _ -> {}
    }
    return JsonCodec.toJson(root);
  }
}
