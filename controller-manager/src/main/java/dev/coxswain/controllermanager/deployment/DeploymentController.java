package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.deployment.DeploymentPlanner.Action;
import dev.coxswain.controllermanager.framework.Claimer;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.PodControl;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.InstantSource;
import java.util.List;

/// Carries out the plans for deployments.
public final class DeploymentController {
  private final ApiClient client;
  private final Lister<Deployment> deployments;
  private final Lister<ReplicaSet> replicaSets;
  private final Lister<Pod> pods;
  private final Claimer claimer;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;
  private final OwnWrites written = new OwnWrites();

  private DeploymentController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.deployments = context.lister(Deployment.class);
    this.replicaSets = context.byController(ReplicaSet.class);
    this.pods = context.byController(Pod.class);
    this.claimer = new Claimer(client);
    this.events = context.recorder("deployment-controller");
    this.queue = context.queue();
    context.watch(Deployment.class, queue);
    context.watchOwned(ReplicaSet.class, "Deployment", queue);
    context.informer(ReplicaSet.class).addHandler(ResourceHandler.objects(this::wakeAdopters));
    context.informer(ReplicaSet.class).addHandler(new SetHandler());
    context.informer(Pod.class).addHandler(new PodHandler());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new DeploymentController(context);
    return ControllerContext.controller(
        "deployment", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = deployments.get(key);
    if (found.isEmpty()) {
      return;
    }
    var deployment = found.get();
    var selector = Selector.of(deployment.getSpec().getSelector());
    if (selector.isEmpty()) {
      refuse(deployment);
      return;
    }
    var candidates = ControllerContext.candidates(replicaSets, deployment);
    if (!written.areSeenIn(candidates) || written.hasUnseen(deployment, candidates, this::exists)) {
      return; // The informer wakes us as soon as they are.
    }
    var mine = claimer.claim(deployment, selector, candidates, ReplicaSet.class);
    var view = new DeploymentPlanner.View(deployment, mine, podsOf(mine));
    carryOut(deployment, DeploymentPlanner.plan(view, clock.instant()));
  }

  private void refuse(Deployment deployment) {
    events.event(
        deployment,
        EventRecorder.WARNING,
        "SelectingAll",
        "This deployment is selecting all pods. A non-empty selector is required.");
    long generation = deployment.getMetadata().getGeneration();
    if (deployment.getStatus().getObservedGeneration() < generation) {
      client.updateStatus(
          deployment.toBuilder()
              .setStatus(deployment.getStatus().toBuilder().setObservedGeneration(generation))
              .build());
    }
  }

  private List<Pod> podsOf(List<ReplicaSet> sets) {
    return sets.stream()
        .flatMap(s -> ControllerContext.controlledBy(pods, s.getMetadata().getUid()).stream())
        .toList();
  }

  private void carryOut(Deployment before, DeploymentPlanner.Plan plan) {
    for (var action : plan.actions()) {
      boolean goOn =
          switch (action) {
            case Action.Create(var set) -> create(before, plan.deployment(), set);
            case Action.Update(var known, var set) -> update(before, known, set);
            case Action.Delete(var set) -> delete(set);
          };
      if (!goOn) {
        return;
      }
    }
    if (!plan.deployment().equals(before)) {
      client.updateStatus(plan.deployment());
    }
    plan.lookAgain().ifPresent(delay -> queue.addAfter(Metadata.key(before), delay));
  }

  private boolean exists(ObjectKey set) {
    try {
      client.get(ReplicaSet.class, set);
      return true;
    } catch (ApiException.NotFound e) {
      return false;
    }
  }

  private boolean create(Deployment deployment, Deployment planned, ReplicaSet set) {
    try {
      written.created(deployment, client.create(set));
    } catch (ApiException.AlreadyExists e) {
      return settleCollision(deployment, set);
    } catch (ApiException e) {
      if (PodControl.isNamespaceTerminating(e)) {
        return false;
      }
      reportFailure(deployment, planned, set, e);
      throw e;
    }
    if (Sizes.specReplicas(set) > 0) {
      scaled(deployment, set, 0);
    }
    return true;
  }

  /// The name is taken. If not by the very set that is wanted, another name is tried next time.
  private boolean settleCollision(Deployment deployment, ReplicaSet set) {
    var there = client.get(ReplicaSet.class, Metadata.key(set));
    boolean same =
        Metadata.controllerOf(there)
                .filter(ref -> ref.getUid().equals(deployment.getMetadata().getUid()))
                .isPresent()
            && TemplateHash.same(there.getSpec().getTemplate(), deployment.getSpec().getTemplate());
    if (!same) {
      var status = deployment.getStatus();
      client.updateStatus(
          deployment.toBuilder()
              .setStatus(status.toBuilder().setCollisionCount(status.getCollisionCount() + 1))
              .build());
    }
    return same;
  }

  private void reportFailure(
      Deployment deployment, Deployment planned, ReplicaSet set, ApiException cause) {
    var message =
        "Failed to create new replica set \"%s\": %s"
            .formatted(set.getMetadata().getName(), cause.getMessage());
    events.event(deployment, EventRecorder.WARNING, "ReplicaSetCreateError", message);
    if (DeploymentStatuses.hasDeadline(deployment)) {
      var failed =
          DeploymentStatuses.progressing(
              "False", "ReplicaSetCreateError", message, clock.instant());
      client.updateStatus(
          planned.toBuilder().setStatus(Conditions.set(deployment.getStatus(), failed)).build());
    }
  }

  private boolean update(Deployment deployment, ReplicaSet before, ReplicaSet after) {
    written.wrote(client.update(after));
    if (Sizes.specReplicas(before) != Sizes.specReplicas(after)) {
      scaled(deployment, after, Sizes.specReplicas(before));
    }
    return true;
  }

  private boolean delete(ReplicaSet set) {
    try {
      client.delete(ReplicaSet.class, Metadata.key(set), DeleteOptions.getDefaultInstance());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
    return true;
  }

  private void scaled(Deployment deployment, ReplicaSet set, int from) {
    int to = Sizes.specReplicas(set);
    events.event(
        deployment,
        EventRecorder.NORMAL,
        "ScalingReplicaSet",
        "Scaled %s replica set %s from %d to %d"
            .formatted(to > from ? "up" : "down", set.getMetadata().getName(), from, to));
  }

  private void wakeAdopters(ReplicaSet set) {
    if (Metadata.controllerOf(set).isPresent()) {
      return;
    }
    deployments.list(set.getMetadata().getNamespace(), Selector.everything()).stream()
        .filter(
            d -> Selector.of(d.getSpec().getSelector()).matches(set.getMetadata().getLabelsMap()))
        .forEach(d -> queue.add(Metadata.key(d)));
  }

  private final class SetHandler implements ResourceHandler<ReplicaSet> {
    @Override
    public void onDelete(ReplicaSet set) {
      written.forget(set);
    }
  }

  /// A deployment that recreates waits for the last pod to go, one that rolls for pods to be ready.
  private final class PodHandler implements ResourceHandler<Pod> {
    @Override
    public void onUpdate(Pod before, Pod after) {
      if (Pods.isReady(before) != Pods.isReady(after)) {
        wakeDeployment(after);
      }
    }

    @Override
    public void onDelete(Pod pod) {
      wakeDeployment(pod);
    }

    private void wakeDeployment(Pod pod) {
      ControllerContext.owner(pod, "ReplicaSet")
          .flatMap(replicaSets::get)
          .flatMap(set -> ControllerContext.owner(set, "Deployment"))
          .ifPresent(queue::add);
    }
  }
}
