package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.time.Instant;
import java.util.Optional;

/// A write as the store saw it.
///
/// @param resource such as `deployments.apps`
/// @param actor whose step it was
record ObjectChange(
    String resource,
    ObjectKey key,
    Optional<Message> before,
    Optional<Message> after,
    long revision,
    String actor,
    Instant at) {

  <M extends Message> Optional<M> before(Class<M> type) {
    return before.filter(type::isInstance).map(type::cast);
  }

  <M extends Message> Optional<M> after(Class<M> type) {
    return after.filter(type::isInstance).map(type::cast);
  }

  boolean isOf(Class<? extends Message> type) {
    return before.or(() -> after).filter(type::isInstance).isPresent();
  }

  String what() {
    var verb = before.isEmpty() ? "created" : after.isEmpty() ? "deleted" : "changed";
    return "%s %s %s @%d%s".formatted(verb, resource, key, revision, details());
  }

  private String details() {
    return switch (after.orElse(null)) {
      case Deployment deployment ->
          " wants %d of %s"
              .formatted(
                  deployment.getSpec().getReplicas(),
                  deployment.getSpec().getTemplate().getSpec().getContainers(0).getImage());
      case ReplicaSet set ->
          " wants %d, has %d, %d available"
              .formatted(
                  set.getSpec().getReplicas(),
                  set.getStatus().getReplicas(),
                  set.getStatus().getAvailableReplicas());
      case Pod pod ->
          " on '%s'%s%s"
              .formatted(
                  pod.getSpec().getNodeName(),
                  PodStatuses.isReady(pod) ? " ready" : "",
                  pod.getMetadata().hasDeletionTimestamp() ? " terminating" : "");
      case Event event -> " " + event.getReason() + ": " + event.getMessage();
      case null, default -> "";
    };
  }
}
