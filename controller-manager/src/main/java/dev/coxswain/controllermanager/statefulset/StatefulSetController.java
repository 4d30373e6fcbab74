package dev.coxswain.controllermanager.statefulset;

import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Claimer;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.PodControl;
import dev.coxswain.controllermanager.framework.Pods;
import dev.coxswain.controllermanager.history.RevisionHistory;
import dev.coxswain.controllermanager.history.Revisions;
import dev.coxswain.controllermanager.statefulset.StatefulSetPlanner.Action;
import dev.coxswain.controllermanager.statefulset.StatefulSetPlanner.Revision;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;

/// Carries out the plans for stateful sets. A cache that lags behind does no harm: pods have names,
/// and the server refuses a second one.
public final class StatefulSetController {
  private final ApiClient client;
  private final Lister<StatefulSet> sets;
  private final Lister<Pod> pods;
  private final Lister<PersistentVolumeClaim> claims;
  private final Claimer claimer;
  private final RevisionHistory history;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private StatefulSetController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.sets = context.lister(StatefulSet.class);
    this.pods = context.byController(Pod.class);
    this.claims = context.lister(PersistentVolumeClaim.class);
    this.claimer = new Claimer(client);
    this.history = new RevisionHistory(context);
    this.events = context.recorder("statefulset-controller");
    this.queue = context.queue();
    context.watch(StatefulSet.class, queue);
    context.watchOwned(Pod.class, "StatefulSet", queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new StatefulSetController(context);
    return ControllerContext.controller(
        "statefulset", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = sets.get(key);
    if (found.isEmpty()) {
      return;
    }
    var set = found.get();
    var selector = set.getSpec().getSelector();
    var all = history.of(set, selector);
    var update = history.current(set, set.getSpec().getTemplate(), all);
    var current =
        all.stream()
            .filter(r -> name(r).equals(set.getStatus().getCurrentRevision()))
            .findFirst()
            .orElse(update);
    var candidates =
        ControllerContext.candidates(pods, set).stream()
            .filter(p -> StatefulPods.ordinal(set, p) >= 0)
            .toList();
    var mine = claimer.claim(set, Selector.of(selector), candidates, Pod.class);
    var view = new StatefulSetPlanner.View(set, mine, revision(current), revision(update));
    carryOut(set, StatefulSetPlanner.plan(view, clock.instant()));

    truncate(set, mine, all, List.of(name(current), name(update)));
    Pods.nextAvailable(mine, set.getSpec().getMinReadySeconds(), clock.instant())
        .ifPresent(delay -> queue.addAfter(key, delay));
  }

  private static String name(ControllerRevision revision) {
    return revision.getMetadata().getName();
  }

  private static Revision revision(ControllerRevision revision) {
    return new Revision(name(revision), Revisions.template(revision));
  }

  private void truncate(
      StatefulSet set, List<Pod> mine, List<ControllerRevision> all, List<String> live) {
    var used = new HashSet<>(live);
    mine.forEach(p -> used.add(StatefulPods.revision(p)));
    history.truncate(all, used, set.getSpec().getRevisionHistoryLimit());
  }

  private void carryOut(StatefulSet set, StatefulSetPlanner.Plan plan) {
    for (var action : plan.actions()) {
      switch (action) {
        case Action.Create(var ordinal, var pod) -> create(set, ordinal, pod);
        case Action.Delete(var pod) -> delete(set, pod);
        case Action.Recreate(var pod) -> {
          events.event(
              set,
              EventRecorder.WARNING,
              "RecreatingFailedPod",
              "StatefulSet %s is recreating failed Pod %s"
                  .formatted(Metadata.key(set), pod.getMetadata().getName()));
          delete(set, pod);
        }
      }
    }
    if (!plan.status().equals(set.getStatus())) {
      client.updateStatus(set.toBuilder().setStatus(plan.status()).build());
    }
  }

  private void create(StatefulSet set, int ordinal, Pod pod) {
    var podName = pod.getMetadata().getName();
    var setName = set.getMetadata().getName();
    for (var claim : StatefulPods.claims(set, ordinal)) {
      createClaim(set, claim, podName);
    }
    try {
      client.create(pod);
      events.event(
          set,
          EventRecorder.NORMAL,
          "SuccessfulCreate",
          "Create Pod %s in StatefulSet %s successful".formatted(podName, setName));
    } catch (ApiException.AlreadyExists e) {
      // The cache is behind; it will show the pod soon.
    } catch (ApiException e) {
      if (!PodControl.isNamespaceTerminating(e)) {
        events.event(
            set,
            EventRecorder.WARNING,
            "FailedCreate",
            "Create Pod %s in StatefulSet %s failed error: %s"
                .formatted(podName, setName, e.getMessage()));
      }
      throw e;
    }
  }

  private void createClaim(StatefulSet set, PersistentVolumeClaim claim, String podName) {
    if (claims.get(Metadata.key(claim)).isPresent()) {
      return;
    }
    try {
      client.create(claim);
      events.event(
          set,
          EventRecorder.NORMAL,
          "SuccessfulCreate",
          "Create Claim %s Pod %s in StatefulSet %s success"
              .formatted(claim.getMetadata().getName(), podName, set.getMetadata().getName()));
    } catch (ApiException.AlreadyExists e) {
      // From an earlier life of the pod: its data are to be kept.
    }
  }

  private void delete(StatefulSet set, Pod pod) {
    try {
      client.delete(
          Pod.class,
          Metadata.key(pod),
          DeleteOptions.newBuilder()
              .setPreconditions(Preconditions.newBuilder().setUid(pod.getMetadata().getUid()))
              .build());
      events.event(
          set,
          EventRecorder.NORMAL,
          "SuccessfulDelete",
          "Delete Pod %s in StatefulSet %s successful"
              .formatted(pod.getMetadata().getName(), set.getMetadata().getName()));
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }
}
