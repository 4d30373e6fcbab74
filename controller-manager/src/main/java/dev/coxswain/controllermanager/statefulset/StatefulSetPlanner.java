package dev.coxswain.controllermanager.statefulset;

import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.apps.v1.StatefulSetStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Decides the next step of a stateful set: with ordered pods one at a time, from the lowest number
/// up, and down again from the highest. Pure.
final class StatefulSetPlanner {
  /// A template and the name of the revision that keeps it.
  record Revision(String name, PodTemplateSpec template) {}

  /// Everything one decision may look at.
  ///
  /// @param pods the set's own
  /// @param current the revision that the pods come from
  /// @param update the one that they go to
  record View(StatefulSet set, List<Pod> pods, Revision current, Revision update) {}

  /// Everything one decision asks for.
  record Plan(List<Action> actions, StatefulSetStatus status) {}

  sealed interface Action {
    /// Creates a pod, with its claims first.
    record Create(int ordinal, Pod pod) implements Action {}

    record Delete(Pod pod) implements Action {}

    /// Deletes a pod that ended, so that it can be created anew.
    record Recreate(Pod pod) implements Action {}
  }

  private final View view;
  private final StatefulSet set;
  private final Instant now;
  private final boolean ordered;
  private final int start;
  private final int end;
  private final TreeMap<Integer, Pod> pods = new TreeMap<>();
  private final List<Action> actions = new ArrayList<>();

  private StatefulSetPlanner(View view, Instant now) {
    this.view = view;
    this.set = view.set();
    this.now = now;
    this.ordered = !set.getSpec().getPodManagementPolicy().equals("Parallel");
    this.start = set.getSpec().getOrdinals().getStart();
    this.end = start + set.getSpec().getReplicas();
    for (var pod : view.pods()) {
      int ordinal = StatefulPods.ordinal(set, pod);
      if (ordinal >= 0) {
        pods.put(ordinal, pod);
      }
    }
  }

  static Plan plan(View view, Instant now) {
    return new StatefulSetPlanner(view, now).plan();
  }

  private Plan plan() {
    if (!set.getMetadata().hasDeletionTimestamp() && runWanted() && dropSurplus()) {
      update();
    }
    return new Plan(List.copyOf(actions), status());
  }

  /// @return whether the next thing may be done
  private boolean runWanted() {
    for (int ordinal = start; ordinal < end; ordinal++) {
      var pod = pods.get(ordinal);
      if (pod == null) {
        actions.add(new Action.Create(ordinal, create(ordinal)));
      } else if (Pods.isFinished(pod) && !Pods.isDeleting(pod)) {
        actions.add(new Action.Recreate(pod));
      } else if (StatefulPods.isHealthy(set, pod, now)) {
        continue;
      }
      if (ordered) {
        return false;
      }
    }
    return true;
  }

  private Pod create(int ordinal) {
    var revision = ordinal < start + partition() ? view.current() : view.update();
    return StatefulPods.create(set, revision.template(), revision.name(), ordinal);
  }

  private int partition() {
    return set.getSpec().getUpdateStrategy().getRollingUpdate().getPartition();
  }

  private boolean dropSurplus() {
    for (var entry : pods.descendingMap().entrySet()) {
      int ordinal = entry.getKey();
      if (ordinal >= start && ordinal < end) {
        continue;
      }
      if (!Pods.isDeleting(entry.getValue())) {
        actions.add(new Action.Delete(entry.getValue()));
      }
      if (ordered) {
        return false;
      }
    }
    return true;
  }

  // From the highest number down, each when those above are well.
  private void update() {
    if (!set.getSpec().getUpdateStrategy().getType().equals("RollingUpdate")) {
      return;
    }
    for (int ordinal = end - 1; ordinal >= start + partition(); ordinal--) {
      var pod = pods.get(ordinal);
      if (pod == null) {
        return;
      }
      if (!StatefulPods.revision(pod).equals(view.update().name()) && !Pods.isDeleting(pod)) {
        actions.add(new Action.Delete(pod));
        return;
      }
      if (!StatefulPods.isHealthy(set, pod, now)) {
        return;
      }
    }
  }

  private StatefulSetStatus status() {
    int minReady = set.getSpec().getMinReadySeconds();
    var alive = pods.values().stream().filter(p -> !Pods.isDeleting(p)).toList();
    var running =
        pods.values().stream().filter(p -> p.getStatus().getPhase().equals("Running")).toList();
    var status =
        set.getStatus().toBuilder()
            .setObservedGeneration(set.getMetadata().getGeneration())
            .setReplicas(pods.size())
            .setReadyReplicas(count(running.stream().filter(Pods::isReady).count()))
            .setAvailableReplicas(
                count(running.stream().filter(p -> Pods.isAvailable(p, minReady, now)).count()))
            .setCurrentReplicas(withRevision(alive, view.current()))
            .setUpdatedReplicas(withRevision(alive, view.update()))
            .setCurrentRevision(view.current().name())
            .setUpdateRevision(view.update().name())
            .setCollisionCount(set.getStatus().getCollisionCount());
    return completed(status).build();
  }

  private StatefulSetStatus.Builder completed(StatefulSetStatus.Builder status) {
    boolean complete =
        set.getSpec().getUpdateStrategy().getType().equals("RollingUpdate")
            && status.getUpdatedReplicas() == status.getReplicas()
            && status.getReadyReplicas() == status.getReplicas();
    return complete
        ? status
            .setCurrentReplicas(status.getUpdatedReplicas())
            .setCurrentRevision(status.getUpdateRevision())
        : status;
  }

  private static int withRevision(List<Pod> pods, Revision revision) {
    return count(
        pods.stream().filter(p -> StatefulPods.revision(p).equals(revision.name())).count());
  }

  private static int count(long value) {
    return Math.toIntExact(value);
  }
}
