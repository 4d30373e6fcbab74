package dev.coxswain.controllermanager.statefulset;

import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Annotations;
import dev.coxswain.controllermanager.framework.Claimer;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.Pods;
import dev.coxswain.controllermanager.history.RevisionHistory;
import dev.coxswain.controllermanager.history.Revisions;
import dev.coxswain.controllermanager.statefulset.StatefulSetPlanner.Action;
import dev.coxswain.controllermanager.statefulset.StatefulSetPlanner.Revision;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Carries out the plans for stateful sets. A cache that lags behind does no harm: pods have names,
/// and the server refuses a second one.
public final class StatefulSetController {
  private final ApiClient client;
  private final Lister<StatefulSet> sets;
  private final Lister<Pod> pods;
  private final Lister<PersistentVolumeClaim> claims;
  private final Claimer claimer;
  private final RevisionHistory history;
  private final StatefulPodControl control;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private StatefulSetController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.sets = context.lister(StatefulSet.class);
    this.pods = context.byController(Pod.class);
    this.claims = context.lister(PersistentVolumeClaim.class);
    this.claimer = new Claimer(client);
    this.history = new RevisionHistory(context, Annotations.HISTORY_HASH);
    this.control =
        new StatefulPodControl(client, claims, context.recorder("statefulset-controller"));
    this.queue = context.queue();
    context.watch(StatefulSet.class, queue);
    context.watchMembers(
        Pod.class, sets, s -> Selector.of(s.getSpec().getSelector()), "StatefulSet", queue);
    context.informer(PersistentVolumeClaim.class).addHandler(new ClaimHandler());
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
    var view =
        new StatefulSetPlanner.View(
            set, mine, claimsOf(set, mine), revision(current), revision(update));
    try {
      carryOut(set, StatefulSetPlanner.plan(view, clock.instant()));
    } finally {
      truncate(set, mine, all, List.of(name(current), name(update)));
    }
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

  private Map<String, PersistentVolumeClaim> claimsOf(StatefulSet set, List<Pod> mine) {
    int start = set.getSpec().getOrdinals().getStart();
    return IntStream.concat(
            IntStream.range(start, start + set.getSpec().getReplicas()),
            mine.stream().mapToInt(p -> StatefulPods.ordinal(set, p)))
        .distinct()
        .boxed()
        .flatMap(ordinal -> StatefulPods.claims(set, ordinal).stream())
        .flatMap(claim -> claims.get(Metadata.key(claim)).stream())
        .collect(Collectors.toMap(c -> c.getMetadata().getName(), c -> c));
  }

  // The status tells what is, also when not all of the plan could be carried out.
  private void carryOut(StatefulSet set, StatefulSetPlanner.Plan plan) {
    try {
      plan.actions().forEach(action -> carryOut(set, action));
    } finally {
      if (!plan.status().equals(set.getStatus())) {
        client.updateStatus(set.toBuilder().setStatus(plan.status()).build());
      }
    }
  }

  private void carryOut(StatefulSet set, Action action) {
    switch (action) {
      case Action.Create(var pod, var templates) -> control.create(set, pod, templates);
      case Action.CreateClaim(var pod, var claim) -> control.createClaim(set, pod, claim);
      case Action.Own(var claim, var owners, var conflicting) ->
          control.own(set, claim, owners, conflicting);
      case Action.Update(var pod) -> control.update(set, pod);
      case Action.Delete(var pod) -> control.delete(set, pod);
    }
  }

  /// A pod that can't be made as long as a former one's claim is there waits for that to go.
  private final class ClaimHandler implements ResourceHandler<PersistentVolumeClaim> {
    @Override
    public void onDelete(PersistentVolumeClaim claim) {
      var metadata = claim.getMetadata();
      sets.list(metadata.getNamespace(), Selector.everything()).stream()
          .filter(s -> s.getSpec().getVolumeClaimTemplatesCount() > 0)
          .filter(s -> Selector.of(s.getSpec().getSelector()).matches(metadata.getLabelsMap()))
          .forEach(s -> queue.add(Metadata.key(s)));
    }
  }
}
