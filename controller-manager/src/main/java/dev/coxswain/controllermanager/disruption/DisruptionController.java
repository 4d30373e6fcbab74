package dev.coxswain.controllermanager.disruption;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.api.policy.v1.PodDisruptionBudgetStatus;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.selector.SelectorText;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.InstantSource;
import java.util.List;

/// Keeps the status of disruption budgets.
public final class DisruptionController {
  private static final String UNMANAGED =
      "Pods selected by this PodDisruptionBudget (selector: %s) were found to be unmanaged. As a"
          + " result, the status of the PDB cannot be calculated correctly, which may result in"
          + " undefined behavior. To account for these pods please set \".spec.minAvailable\" field"
          + " of the PDB to an integer value.";

  private final ApiClient client;
  private final Lister<PodDisruptionBudget> budgets;
  private final Lister<Pod> pods;
  private final ControllerScales scales;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private DisruptionController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.budgets = context.lister(PodDisruptionBudget.class);
    this.pods = context.lister(Pod.class);
    this.scales = new ControllerScales(context);
    this.events = context.recorder("controllermanager");
    this.queue = context.queue();
    context.watch(PodDisruptionBudget.class, queue);
    context.informer(Pod.class).addHandler(ResourceHandler.objects(this::wake));
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new DisruptionController(context);
    return ControllerContext.controller(
        "disruption", controller.queue, workers, controller::reconcile);
  }

  private void wake(Pod pod) {
    budgets.list(pod.getMetadata().getNamespace(), Selector.everything()).stream()
        .filter(b -> selector(b).matches(pod.getMetadata().getLabelsMap()))
        .forEach(b -> queue.add(Metadata.key(b)));
  }

  private static Selector selector(PodDisruptionBudget budget) {
    return budget.getSpec().hasSelector()
        ? Selector.of(budget.getSpec().getSelector())
        : Selector.nothing();
  }

  private void reconcile(ObjectKey key) {
    var found = budgets.get(key);
    if (found.isEmpty()) {
      return;
    }
    var budget = found.get();
    var selected = pods.list(key.namespace(), selector(budget));
    if (selected.isEmpty()) {
      events.event(budget, EventRecorder.NORMAL, "NoPods", "No matching pods found");
    }
    var status = status(budget, selected);
    if (!status.equals(budget.getStatus())) {
      client.updateStatus(budget.toBuilder().setStatus(status).build());
    }
    BudgetPlanner.lookAgain(status, clock.instant()).ifPresent(delay -> queue.addAfter(key, delay));
  }

  private PodDisruptionBudgetStatus status(PodDisruptionBudget budget, List<Pod> selected) {
    var now = clock.instant();
    try {
      var expected = ExpectedPods.of(budget, selected, scales);
      if (expected.unmanaged()) {
        events.event(
            budget,
            EventRecorder.WARNING,
            "UnmanagedPods",
            UNMANAGED.formatted(SelectorText.of(budget.getSpec().getSelector())));
      }
      BudgetPlanner.notDeleted(budget, selected, now).forEach(pod -> noteNotDeleted(budget, pod));
      return BudgetPlanner.status(budget, selected, expected.count(), now);
    } catch (ExpectedPods.Unknown e) {
      events.event(
          budget,
          EventRecorder.WARNING,
          "CalculateExpectedPodCountFailed",
          "Failed to calculate the number of expected pods: " + e.getMessage());
      return BudgetPlanner.failed(budget, e.getMessage(), now);
    }
  }

  // The namespace twice: upstream's message has it so.
  private void noteNotDeleted(PodDisruptionBudget budget, Pod pod) {
    events.event(
        pod,
        EventRecorder.WARNING,
        "NotDeleted",
        "Pod was expected by PDB %1$s/%1$s to be deleted but it wasn't"
            .formatted(budget.getMetadata().getNamespace()));
  }
}
