package dev.coxswain.cloudcontrollermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.cloudcontrollermanager.provider.Instances.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides what becomes of a node by whether its machine runs. Pure.
final class MachineState {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private MachineState() {}

  enum Verdict {
    KEEP,
    MARK_STARTED,
    MARK_SHUT_DOWN,
    DELETE
  }

  /// Whether the cloud has to be asked: a node that is ready runs, and a new one is left alone
  /// until the cloud had time to look at it.
  static boolean isInDoubt(Node node, Instant now) {
    if (isReady(node)) {
      return false;
    }
    var age = Duration.between(Times.toInstant(node.getMetadata().getCreationTimestamp()), now);
    boolean fresh = node.getSpec().getProviderID().isEmpty() && CloudTaints.isUninitialized(node);
    return !fresh || age.compareTo(PATIENCE) >= 0;
  }

  /// What becomes of a node that is not in doubt.
  static Verdict ofHealthy(Node node) {
    return isReady(node) && CloudTaints.isShutDown(node) ? Verdict.MARK_STARTED : Verdict.KEEP;
  }

  /// What becomes of a node that is in doubt.
  ///
  /// @param instance what the cloud says
  static Verdict ofDoubtful(Node node, Optional<Instance> instance) {
    if (instance.isEmpty()) {
      return Verdict.DELETE;
    }
    return instance.get().shutDown() && !CloudTaints.isShutDown(node)
        ? Verdict.MARK_SHUT_DOWN
        : Verdict.KEEP;
  }

  private static boolean isReady(Node node) {
    return node.getStatus().getConditionsList().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }
}
