package dev.coxswain.controllermanager.statefulset;

import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.apps.v1.StatefulSetStatus;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Decides the next step of a stateful set: with ordered pods one at a time, from the lowest number
/// up, and down again from the highest. Pure.
final class StatefulSetPlanner {
  /// A template and the name of the revision that keeps it.
  record Revision(String name, PodTemplateSpec template) {}

  /// Everything one decision may look at.
  ///
  /// @param pods the set's own
  /// @param claims those that the set's pods have or may get, by name
  /// @param current the revision that the pods come from
  /// @param update the one that they go to
  record View(
      StatefulSet set,
      List<Pod> pods,
      Map<String, PersistentVolumeClaim> claims,
      Revision current,
      Revision update) {}

  /// Everything one decision asks for.
  record Plan(List<Action> actions, StatefulSetStatus status) {}

  sealed interface Action {
    /// Creates a pod, with its claims first.
    record Create(Pod pod, List<PersistentVolumeClaim> claims) implements Action {}

    /// Creates a claim that a pod waits for.
    record CreateClaim(Pod pod, PersistentVolumeClaim claim) implements Action {}

    /// Gives a claim other owners.
    ///
    /// @param conflicting whether another controller has it, so that the policy doesn't count
    record Own(PersistentVolumeClaim claim, List<OwnerReference> owners, boolean conflicting)
        implements Action {}

    /// Makes the pod look like one of the set's.
    record Update(Pod pod) implements Action {}

    record Delete(Pod pod) implements Action {}
  }

  private final View view;
  private final StatefulSet set;
  private final Instant now;
  private final boolean ordered;
  private final int start;
  private final int end;
  private final TreeMap<Integer, Pod> pods = new TreeMap<>();
  private final List<Action> actions = new ArrayList<>();
  private int replaced;

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
    var counted = new ArrayList<>(pods.values());
    return new Plan(
        List.copyOf(actions),
        StatefulSetStatuses.of(set, counted, view.current(), view.update(), replaced, now));
  }

  /// @return whether the next thing may be done
  private boolean runWanted() {
    for (int ordinal = start; ordinal < end; ordinal++) {
      var pod = pods.get(ordinal);
      boolean goOn =
          pod == null ? create(ordinal) : Pods.isFinished(pod) ? recreate(pod) : keep(ordinal, pod);
      if (ordered && !goOn) {
        return false;
      }
    }
    return true;
  }

  private boolean create(int ordinal) {
    var revision = ordinal < start + partition() ? view.current() : view.update();
    var pod = StatefulPods.create(set, revision.template(), revision.name(), ordinal);
    var name = pod.getMetadata().getName();
    if (known(ordinal).stream().noneMatch(claim -> ClaimOwners.isStale(set, name, claim))) {
      actions.add(new Action.Create(pod, StatefulPods.claims(set, ordinal)));
    }
    return false;
  }

  private boolean recreate(Pod pod) {
    if (!Pods.isDeleting(pod)) {
      actions.add(new Action.Delete(pod));
    }
    return false;
  }

  private boolean keep(int ordinal, Pod pod) {
    boolean pending = pod.getStatus().getPhase().equals("Pending");
    if (pending) {
      StatefulPods.claims(set, ordinal).stream()
          .filter(claim -> !view.claims().containsKey(claim.getMetadata().getName()))
          .forEach(claim -> actions.add(new Action.CreateClaim(pod, claim)));
      own(ordinal, pod, false);
    }
    if (ordered && !StatefulPods.isHealthy(set, pod, now)) {
      return false;
    }
    boolean owned = !pending && own(ordinal, pod, false);
    if (owned || !StatefulPods.hasIdentity(pod, ordinal)) {
      actions.add(new Action.Update(StatefulPods.withIdentity(pod, ordinal)));
    }
    return true;
  }

  /// @return whether a claim of the pod should have other owners than it has
  private boolean own(int ordinal, Pod pod, boolean surplus) {
    boolean any = false;
    for (var claim : known(ordinal)) {
      var owners = new ClaimOwners(set, pod, surplus, claim);
      Optional<List<OwnerReference>> change = owners.change();
      change.ifPresent(refs -> actions.add(new Action.Own(claim, refs, owners.isAnothers())));
      any |= change.isPresent();
    }
    return any;
  }

  private List<PersistentVolumeClaim> known(int ordinal) {
    return StatefulPods.claims(set, ordinal).stream()
        .flatMap(c -> Optional.ofNullable(view.claims().get(c.getMetadata().getName())).stream())
        .toList();
  }

  private int partition() {
    return set.getSpec().getUpdateStrategy().getRollingUpdate().getPartition();
  }

  // Of those that are not well the lowest may go, the others wait for it.
  private boolean dropSurplus() {
    var surplus = new TreeMap<>(pods);
    surplus.subMap(start, end).clear();
    surplus.descendingMap().forEach((ordinal, pod) -> own(ordinal, pod, true));
    var firstUnwell =
        surplus.values().stream().filter(p -> !StatefulPods.isHealthy(set, p, now)).findFirst();
    for (var pod : surplus.descendingMap().values()) {
      boolean mayGo =
          !ordered
              || StatefulPods.isHealthy(set, pod, now)
              || firstUnwell.filter(pod::equals).isPresent();
      if (!Pods.isDeleting(pod) && mayGo) {
        actions.add(new Action.Delete(pod));
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
        replaced = StatefulPods.revision(pod).equals(view.current().name()) ? 1 : 0;
        return;
      }
      if (!StatefulPods.isHealthy(set, pod, now)) {
        return;
      }
    }
  }
}
