package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
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
    return "%s %s %s @%d".formatted(verb, resource, key, revision);
  }
}
