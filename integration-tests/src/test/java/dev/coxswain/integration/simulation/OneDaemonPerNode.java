package dev.coxswain.integration.simulation;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;

/// A daemon set without surge never has two active pods for one node.
///
/// Not where answers get lost: of a pod whose creation was not confirmed nobody knows.
final class OneDaemonPerNode implements Invariant {
  private final Network network;

  OneDaemonPerNode(Network network) {
    this.network = network;
  }

  @Override
  public void check(ObjectChange change, Ledger ledger) {
    if (change.before().isEmpty() && !network.losesAnswers()) {
      change.after(Pod.class).ifPresent(pod -> check(pod, change, ledger));
    }
  }

  private static void check(Pod pod, ObjectChange change, Ledger ledger) {
    var uid = Metadata.controllerOf(pod).map(owner -> owner.getUid()).orElse("");
    if (ledger.all(DaemonSet.class).stream()
        .noneMatch(set -> set.getMetadata().getUid().equals(uid))) {
      return;
    }
    long there =
        ledger.all(Pod.class).stream()
            .filter(Fleet::isActive)
            .filter(p -> Metadata.controllerOf(p).filter(o -> o.getUid().equals(uid)).isPresent())
            .filter(p -> target(p).equals(target(pod)))
            .count();
    if (there > 1) {
      throw new InvariantBroken(
          "%s is pod number %d for %s".formatted(change.key(), there, target(pod)));
    }
  }

  private static String target(Pod pod) {
    return pod.getSpec()
        .getAffinity()
        .getNodeAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getNodeSelectorTerms(0)
        .getMatchFields(0)
        .getValues(0);
  }
}
