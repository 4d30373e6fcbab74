package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentCondition;
import dev.coxswain.api.apps.v1.DeploymentStatus;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.ReplicaSetSpec;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.controllermanager.framework.Annotations;
import dev.coxswain.controllermanager.framework.Owners;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides the next step of a deployment. Pure.
final class DeploymentPlanner {
  /// Everything one decision may look at.
  ///
  /// @param replicaSets the deployment's own
  /// @param pods those of the replica sets
  record View(Deployment deployment, List<ReplicaSet> replicaSets, List<Pod> pods) {}

  /// Everything one decision asks for.
  ///
  /// @param deployment with its new status and revision
  /// @param lookAgain when time alone may change the decision
  record Plan(List<Action> actions, Deployment deployment, Optional<Duration> lookAgain) {}

  sealed interface Action {
    record Create(ReplicaSet set) implements Action {}

    record Update(ReplicaSet before, ReplicaSet after) implements Action {}

    record Delete(ReplicaSet set) implements Action {}
  }

  private final View view;
  private final Instant now;
  private final WorkingSets sets;
  private Deployment deployment;
  private List<ReplicaSet> outdated = List.of();

  private DeploymentPlanner(View view, Instant now) {
    this.view = view;
    this.now = now;
    this.deployment = view.deployment();
    this.sets = new WorkingSets(deployment, view.replicaSets(), view.pods(), now);
  }

  /// Same view, same plan. Each plan is one step; the changes that it makes ask for the next.
  static Plan plan(View view, Instant now) {
    return new DeploymentPlanner(view, now).plan();
  }

  private Plan plan() {
    if (deployment.getMetadata().hasDeletionTimestamp()) {
      return finish(false);
    }
    notePause();
    syncNewest();
    if (deployment.getSpec().getPaused()) {
      ProportionalScaling.apply(deployment, sets);
      outdated = Rollouts.outdated(deployment, sets);
      return finish(false);
    }
    if (ProportionalScaling.isDue(deployment, sets)) {
      ProportionalScaling.apply(deployment, sets);
      return finish(false);
    }
    if (Sizes.isRollingUpdate(deployment)) {
      roll();
    } else {
      recreate();
    }
    return finish(true);
  }

  private void roll() {
    if (sets.newest().isEmpty()) {
      createNewest();
    }
    Rollouts.rollingStep(deployment, sets);
    cleanUpWhenComplete();
  }

  private void recreate() {
    if (Rollouts.stopOld(sets) || oldPodsRun()) {
      return;
    }
    if (sets.newest().isEmpty()) {
      createNewest();
    } else {
      sets.scale(sets.newest().orElseThrow(), Sizes.desired(deployment));
    }
    cleanUpWhenComplete();
  }

  private boolean oldPodsRun() {
    var newest = sets.newest().map(s -> s.getMetadata().getUid());
    return view.pods().stream()
        .filter(p -> !Pods.isFinished(p))
        .anyMatch(p -> !newest.equals(Metadata.controllerOf(p).map(ref -> ref.getUid())));
  }

  private void cleanUpWhenComplete() {
    if (DeploymentStatuses.isComplete(deployment, deployment.getStatus())) {
      outdated = Rollouts.outdated(deployment, sets);
    }
  }

  private void notePause() {
    if (!DeploymentStatuses.hasDeadline(deployment)) {
      return;
    }
    var reason =
        Conditions.find(deployment.getStatus(), Conditions.PROGRESSING)
            .map(c -> c.getReason())
            .orElse("");
    boolean noted = reason.equals(Conditions.PAUSED);
    if (reason.equals(Conditions.TIMED_OUT) || noted == deployment.getSpec().getPaused()) {
      return;
    }
    note(
        noted
            ? DeploymentStatuses.progressing(
                "Unknown", "DeploymentResumed", "Deployment is resumed", now)
            : DeploymentStatuses.progressing(
                "Unknown", Conditions.PAUSED, "Deployment is paused", now));
  }

  // The newest set carries the highest revision, the deployment's annotations and its readiness.
  private void syncNewest() {
    var newest = sets.newest();
    if (newest.isEmpty()) {
      return;
    }
    var set = Revisions.annotate(newest.get(), deployment, Revisions.next(sets.old())).toBuilder();
    set.getSpecBuilder().setMinReadySeconds(deployment.getSpec().getMinReadySeconds());
    sets.put(set.build());
    setRevision(Revisions.of(set.build()));
    if (DeploymentStatuses.hasDeadline(deployment)
        && Conditions.find(deployment.getStatus(), Conditions.PROGRESSING).isEmpty()) {
      var message = "Found new replica set \"" + set.getMetadata().getName() + "\"";
      note(DeploymentStatuses.progressing("True", "FoundNewReplicaSet", message, now));
    }
  }

  private void createNewest() {
    long revision = Revisions.next(sets.old());
    var bare = newSet();
    int size = Sizes.newSetSize(deployment, sets.old(), 0);
    var sized =
        bare.toBuilder().setSpec(bare.getSpec().toBuilder().setReplicas(Math.max(0, size))).build();
    sets.create(sets.measured(Revisions.annotate(sized, deployment, revision)));
    setRevision(revision);
    if (DeploymentStatuses.hasDeadline(deployment)) {
      var message = "Created new replica set \"" + bare.getMetadata().getName() + "\"";
      note(DeploymentStatuses.progressing("True", "NewReplicaSetCreated", message, now));
    }
  }

  private ReplicaSet newSet() {
    var spec = deployment.getSpec();
    var hash = TemplateHash.of(spec.getTemplate(), deployment.getStatus().getCollisionCount());
    var template = labelled(spec.getTemplate(), hash);
    return ReplicaSet.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName(deployment.getMetadata().getName() + "-" + hash)
                .setNamespace(deployment.getMetadata().getNamespace())
                .putAllLabels(template.getMetadata().getLabelsMap())
                .addOwnerReferences(Owners.controllerRef(deployment)))
        .setSpec(
            ReplicaSetSpec.newBuilder()
                .setMinReadySeconds(spec.getMinReadySeconds())
                .setSelector(
                    spec.getSelector().toBuilder()
                        .putMatchLabels(Annotations.POD_TEMPLATE_HASH, hash))
                .setTemplate(template))
        .build();
  }

  private static PodTemplateSpec labelled(PodTemplateSpec template, String hash) {
    return template.toBuilder()
        .setMetadata(
            template.getMetadata().toBuilder().putLabels(Annotations.POD_TEMPLATE_HASH, hash))
        .build();
  }

  private void setRevision(long revision) {
    deployment =
        Metadata.edit(
            deployment, m -> m.putAnnotations(Revisions.REVISION, Long.toString(revision)));
  }

  private void note(DeploymentCondition condition) {
    deployment =
        deployment.toBuilder().setStatus(Conditions.set(deployment.getStatus(), condition)).build();
  }

  private Plan finish(boolean rollout) {
    var newest = sets.newest();
    DeploymentStatus status =
        rollout
            ? DeploymentStatuses.ofRollout(deployment, newest, sets.old(), now)
            : DeploymentStatuses.counted(deployment, newest, sets.old(), now);
    var actions = new ArrayList<>(sets.actions());
    outdated.forEach(set -> actions.add(new Action.Delete(set)));
    return new Plan(
        List.copyOf(actions),
        deployment.toBuilder().setStatus(status).build(),
        DeploymentStatuses.untilTimedOut(deployment, status, now));
  }
}
