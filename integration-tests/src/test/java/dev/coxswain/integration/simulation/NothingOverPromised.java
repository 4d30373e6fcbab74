package dev.coxswain.integration.simulation;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quantity.Amount;

/// The pods on a node ask for no more than it has.
final class NothingOverPromised implements Invariant {

  @Override
  public void check(ObjectChange change, Ledger ledger) {
    boolean wasBound = change.before(Pod.class).filter(NothingOverPromised::isBound).isPresent();
    change
        .after(Pod.class)
        .filter(pod -> isBound(pod) && !wasBound)
        .flatMap(
            pod -> ledger.get(Node.class, ObjectKey.clusterScoped(pod.getSpec().getNodeName())))
        .ifPresent(node -> check(node, change, ledger));
  }

  private static void check(Node node, ObjectChange change, Ledger ledger) {
    var name = node.getMetadata().getName();
    var there =
        ledger.all(Pod.class).stream()
            .filter(pod -> pod.getSpec().getNodeName().equals(name) && !isFinished(pod))
            .toList();
    long wanted = there.stream().mapToLong(pod -> request(pod, "cpu")).sum();
    long allocatable = Amount.of(node.getStatus().getAllocatableOrThrow("cpu")).milliValue();
    long most = Amount.of(node.getStatus().getAllocatableOrThrow("pods")).value();
    if (wanted > allocatable || there.size() > most) {
      throw new InvariantBroken(
          "%s was bound to %s, which has %dm and now owes %dm to %d pods: %s"
              .formatted(
                  change.key(),
                  name,
                  allocatable,
                  wanted,
                  there.size(),
                  there.stream().map(pod -> pod.getMetadata().getName()).toList()));
    }
  }

  private static boolean isBound(Pod pod) {
    return !pod.getSpec().getNodeName().isEmpty();
  }

  private static boolean isFinished(Pod pod) {
    var phase = pod.getStatus().getPhase();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private static long request(Pod pod, String resource) {
    return pod.getSpec().getContainersList().stream()
        .map(container -> container.getResources().getRequestsMap().get(resource))
        .mapToLong(amount -> amount == null ? 0 : Amount.of(amount).milliValue())
        .sum();
  }
}
