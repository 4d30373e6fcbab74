package dev.coxswain.controllermanager.daemonset;

import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Expectations;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Annotations;
import dev.coxswain.controllermanager.framework.Claimer;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.PodControl;
import dev.coxswain.controllermanager.framework.Pods;
import dev.coxswain.controllermanager.history.RevisionHistory;
import dev.coxswain.controllermanager.history.Revisions;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;

/// Carries out the plans for daemon sets.
public final class DaemonSetController {
  private final ApiClient client;
  private final Lister<DaemonSet> sets;
  private final Lister<Node> nodes;
  private final Lister<Pod> pods;
  private final Claimer claimer;
  private final EventRecorder events;
  private final PodControl control;
  private final FailedPodBackoff backoff;
  private final RevisionHistory history;
  private final Expectations expectations;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private DaemonSetController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.sets = context.lister(DaemonSet.class);
    this.nodes = context.lister(Node.class);
    this.pods = context.byController(Pod.class);
    this.claimer = new Claimer(client);
    this.events = context.recorder("daemonset-controller");
    this.control = new PodControl(client, events);
    this.history = new RevisionHistory(context, Annotations.CONTROLLER_REVISION_HASH);
    this.backoff = new FailedPodBackoff(clock);
    this.queue = context.queue();
    this.expectations = new Expectations(clock, queue);
    context.watch(DaemonSet.class, queue);
    context.watchMembers(
        Pod.class, sets, s -> Selector.of(s.getSpec().getSelector()), "DaemonSet", queue);
    context.informer(Pod.class).addHandler(new PodHandler());
    context.informer(Node.class).addHandler(new NodeHandler());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new DaemonSetController(context);
    return ControllerContext.controller(
        "daemonset", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = sets.get(key);
    if (found.isEmpty()) {
      expectations.forget(key);
      return;
    }
    if (!found.get().getMetadata().hasDeletionTimestamp()) {
      keep(key, found.get());
    }
  }

  private void keep(ObjectKey key, DaemonSet set) {
    var selector = set.getSpec().getSelector();
    var all = history.of(set, selector);
    var current = history.current(set, set.getSpec().getTemplate(), all);
    var candidates = ControllerContext.candidates(pods, set);
    var mine = claimer.claim(set, Selector.of(selector), candidates, Pod.class);
    var view =
        new DaemonSetPlanner.View(
            set,
            nodes.list(),
            mine,
            Revisions.hash(current),
            expectations.satisfied(key),
            node -> backoff.left(set, node));
    carryOut(key, set, DaemonSetPlanner.plan(view, clock.instant()));
    truncate(set, mine, all, current);
    Pods.nextAvailable(mine, set.getSpec().getMinReadySeconds(), clock.instant())
        .ifPresent(delay -> queue.addAfter(key, delay));
  }

  private void truncate(
      DaemonSet set, List<Pod> mine, List<ControllerRevision> all, ControllerRevision current) {
    var name = set.getMetadata().getName();
    var used = new HashSet<String>();
    mine.forEach(p -> used.add(name + "-" + DaemonPods.hash(p)));
    var old =
        all.stream()
            .filter(r -> !r.getMetadata().getName().equals(current.getMetadata().getName()))
            .toList();
    history.truncateAll(old, used, set.getSpec().getRevisionHistoryLimit());
  }

  // The status tells what is, also when not all of the plan could be carried out.
  private void carryOut(ObjectKey key, DaemonSet set, DaemonSetPlanner.Plan plan) {
    plan.failedOn().forEach(node -> backoff.failed(set, node));
    plan.notes()
        .forEach(n ->
            events.event(
                set,
                n.warning() ? EventRecorder.WARNING : EventRecorder.NORMAL,
                n.reason(),
                n.message()));
    try {
      create(key, set, plan.creations());
      expectations.expectDeletions(
          key, plan.deletions().stream().map(p -> p.getMetadata().getUid()).toList());
      plan.deletions().forEach(pod -> delete(key, set, pod));
    } finally {
      if (!plan.status().equals(set.getStatus())) {
        client.updateStatus(set.toBuilder().setStatus(plan.status()).build());
      }
    }
    plan.lookAgain().ifPresent(delay -> queue.addAfter(key, delay));
  }

  private void delete(ObjectKey key, DaemonSet set, Pod pod) {
    try {
      control.delete(pod, set);
    } catch (ApiException e) {
      expectations.forget(key);
      throw e;
    }
  }

  private void create(ObjectKey key, DaemonSet set, List<Pod> creations) {
    expectations.expectCreations(key, creations.size());
    for (int i = 0; i < creations.size(); i++) {
      try {
        control.create(creations.get(i), set);
      } catch (ApiException e) {
        for (int missing = i; missing < creations.size(); missing++) {
          expectations.creationObserved(key);
        }
        if (!PodControl.isNamespaceTerminating(e)) {
          throw e;
        }
        return;
      }
    }
  }

  private final class PodHandler implements ResourceHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      ControllerContext.owner(pod, "DaemonSet").ifPresent(expectations::creationObserved);
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      if (Pods.isDeleting(after)) {
        onDelete(after);
      }
    }

    @Override
    public void onDelete(Pod pod) {
      ControllerContext.owner(pod, "DaemonSet")
          .ifPresent(key -> expectations.deletionObserved(key, pod.getMetadata().getUid()));
    }
  }

  /// Heartbeats move no daemons: only what says where they belong.
  private final class NodeHandler implements ResourceHandler<Node> {
    @Override
    public void onAdd(Node node) {
      wakeAll();
    }

    @Override
    public void onUpdate(Node before, Node after) {
      if (!before.getSpec().equals(after.getSpec())
          || !before.getMetadata().getLabelsMap().equals(after.getMetadata().getLabelsMap())) {
        wakeAll();
      }
    }

    @Override
    public void onDelete(Node last) {
      wakeAll();
    }

    private void wakeAll() {
      sets.list().forEach(set -> queue.add(Metadata.key(set)));
    }
  }
}
