package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.status.PodStatuses;
import dev.coxswain.kubelet.status.StatusView;
import dev.coxswain.kubelet.status.StatusView.Failure;
import java.util.Optional;

/// The status of one pod as we know it, which may be ahead of what the cluster has.
final class StatusBoard {
  private final NodeContext node;
  private final LastWords lastWords;
  private final Holds holds;
  private PodStatus status;
  private Optional<Failure> failure = Optional.empty();

  /// @param before what the cluster has
  StatusBoard(NodeContext node, Holds holds, PodStatus before) {
    this.node = node;
    this.lastWords = new LastWords(node);
    this.holds = holds;
    this.status = before;
  }

  /// The pod as the cluster describes it, with the status as we know it.
  Pod over(Pod desired) {
    return desired.toBuilder().setStatus(PodStatuses.merge(desired.getStatus(), status)).build();
  }

  PodStatus status() {
    return status;
  }

  /// Gives the pod up, for good; the first reason counts.
  void fail(Failure why) {
    if (failure.isEmpty()) {
      failure = Optional.of(why);
    }
  }

  boolean isFailed() {
    return failure.isPresent();
  }

  /// @param terminated nothing of the pod runs, and nothing ever will
  void publish(Pod pod, PodRecord runtime, boolean terminated) {
    status =
        PodStatuses.of(
            new StatusView(
                pod,
                runtime,
                node.prober().health(pod.getMetadata().getUid()),
                holds.reasons(),
                lastWords.of(pod, runtime),
                node.facts().addresses(),
                failure,
                terminated,
                node.clock().instant()));
    node.statuses().publish(pod, status);
  }

  /// Once this is written, the pod is removed from the cluster.
  void publishLast(Pod pod) {
    node.statuses().publishLast(pod, status);
  }
}
