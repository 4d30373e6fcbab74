package dev.coxswain.controllermanager.disruption;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.InstantSource;

/// Keeps the status of disruption budgets.
public final class DisruptionController {
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(2);

  private final ApiClient client;
  private final Lister<PodDisruptionBudget> budgets;
  private final Lister<Pod> pods;
  private final ExpectedPods expected;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private DisruptionController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.budgets = context.lister(PodDisruptionBudget.class);
    this.pods = context.lister(Pod.class);
    this.expected = new ExpectedPods(context);
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
    var status =
        BudgetPlanner.status(budget, selected, expected.of(budget, selected), clock.instant());
    if (!status.equals(budget.getStatus())) {
      client.updateStatus(budget.toBuilder().setStatus(status).build());
    }
    if (status.getDisruptedPodsCount() > 0) {
      queue.addAfter(key, LOOK_AGAIN);
    }
  }
}
