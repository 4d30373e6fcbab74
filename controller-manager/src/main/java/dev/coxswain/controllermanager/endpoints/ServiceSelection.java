package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;

/// Wakes the services that a changed pod stands behind, or stood.
final class ServiceSelection implements ResourceHandler<Pod> {
  private final Lister<Service> services;
  private final WorkQueue<ObjectKey> queue;

  ServiceSelection(Lister<Service> services, WorkQueue<ObjectKey> queue) {
    this.services = services;
    this.queue = queue;
  }

  @Override
  public void onAdd(Pod pod) {
    wake(pod);
  }

  @Override
  public void onUpdate(Pod before, Pod after) {
    boolean relabelled =
        !before.getMetadata().getLabelsMap().equals(after.getMetadata().getLabelsMap());
    if (relabelled) {
      wake(before);
    }
    if (relabelled || differs(before, after)) {
      wake(after);
    }
  }

  @Override
  public void onDelete(Pod pod) {
    wake(pod);
  }

  // Heartbeats and restarts of containers don't matter to services.
  private static boolean differs(Pod before, Pod after) {
    return !before.getSpec().equals(after.getSpec())
        || !before.getStatus().getPhase().equals(after.getStatus().getPhase())
        || !before.getStatus().getPodIPsList().equals(after.getStatus().getPodIPsList())
        || !before.getStatus().getPodIP().equals(after.getStatus().getPodIP())
        || !before.getStatus().getConditionsList().equals(after.getStatus().getConditionsList())
        || before.getMetadata().hasDeletionTimestamp()
            != after.getMetadata().hasDeletionTimestamp();
  }

  private void wake(Pod pod) {
    var labels = pod.getMetadata().getLabelsMap();
    services.list(pod.getMetadata().getNamespace(), Selector.everything()).stream()
        .filter(ServicePods::isSelecting)
        .filter(s -> Selector.ofMap(s.getSpec().getSelectorMap()).matches(labels))
        .forEach(s -> queue.add(Metadata.key(s)));
  }
}
