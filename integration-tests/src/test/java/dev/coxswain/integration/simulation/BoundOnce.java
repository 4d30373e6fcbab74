package dev.coxswain.integration.simulation;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;

/// A pod gets one node, which exists, and keeps it.
final class BoundOnce implements Invariant {

  @Override
  public void check(ObjectChange change, Ledger ledger) {
    var after = change.after(Pod.class);
    if (after.isEmpty()) {
      return;
    }
    var node = after.get().getSpec().getNodeName();
    var before =
        change
            .before(Pod.class)
            .filter(pod -> uid(pod).equals(uid(after.get())))
            .map(pod -> pod.getSpec().getNodeName())
            .orElse("");
    if (!before.isEmpty() && !before.equals(node)) {
      throw new InvariantBroken(
          "pod %s was bound to %s and then to '%s'".formatted(change.key(), before, node));
    }
    if (before.isEmpty()
        && !node.isEmpty()
        && ledger.get(Node.class, ObjectKey.clusterScoped(node)).isEmpty()) {
      throw new InvariantBroken("pod %s was bound to no node: %s".formatted(change.key(), node));
    }
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }
}
