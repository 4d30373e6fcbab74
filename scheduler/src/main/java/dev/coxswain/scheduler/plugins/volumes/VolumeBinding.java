package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreBindPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.ReservePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.plugins.volumes.ClaimPlan.Impossible;
import dev.coxswain.scheduler.plugins.volumes.ClaimPlan.Possible;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules out nodes that a pod's volumes can't reach, and has the volumes of claims that wait for
/// their first consumer chosen or made before the pod is bound.
public final class VolumeBinding
    implements PreFilterPlugin, FilterPlugin, ReservePlugin, PreBindPlugin {
  private final Storage storage;
  private final VolumeBinder binder;
  private final Reservations reservations = new Reservations();
  private final ClaimPlanner planner;

  /// The pod's claims, by what is to be done about them.
  ///
  /// @param delayed those that wait for a node
  private record Claims(List<PersistentVolumeClaim> bound, List<PersistentVolumeClaim> delayed) {}

  public VolumeBinding(Storage storage, VolumeBinder binder) {
    this.storage = storage;
    this.binder = binder;
    this.planner = new ClaimPlanner(storage, reservations);
  }

  @Override
  public String name() {
    return "VolumeBinding";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    if (PodClaims.isEmpty(pod.pod())) {
      return Verdict.SKIP;
    }
    var bound = new ArrayList<PersistentVolumeClaim>();
    var delayed = new ArrayList<PersistentVolumeClaim>();
    boolean immediate = false;
    for (var named : PodClaims.of(pod.pod())) {
      var found = storage.claims().get(named.key());
      var problem = problem(pod, named, found);
      if (problem.isPresent()) {
        return Verdict.unresolvable(problem.get());
      }
      var claim = found.orElseThrow();
      if (Storage.isBound(claim)) {
        bound.add(claim);
      } else if (storage.waitsForConsumer(claim) && claim.getSpec().getVolumeName().isEmpty()) {
        delayed.add(claim);
      } else {
        immediate = true;
      }
    }
    if (immediate) {
      return Verdict.unresolvable("pod has unbound immediate PersistentVolumeClaims");
    }
    state.put(Claims.class, new Claims(bound, delayed));
    return Verdict.SUCCESS;
  }

  private static Optional<String> problem(
      PodView pod, PodClaims.Named named, Optional<PersistentVolumeClaim> found) {
    var name = named.key().name();
    if (found.isEmpty()) {
      return Optional.of(
          named.ephemeral()
              ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \""
                  + name
                  + "\""
              : "persistentvolumeclaim \"" + name + "\" not found");
    }
    var claim = found.get();
    if (claim.getStatus().getPhase().equals("Lost")) {
      return Optional.of(
          "persistentvolumeclaim \""
              + name
              + "\" bound to non-existent persistentvolume \""
              + claim.getSpec().getVolumeName()
              + "\"");
    }
    if (claim.getMetadata().hasDeletionTimestamp()) {
      return Optional.of("persistentvolumeclaim \"" + name + "\" is being deleted");
    }
    if (named.ephemeral() && !PodClaims.isOwner(pod.pod(), claim)) {
      return Optional.of(
          "PVC %s was not created for pod %s (pod is not owner)".formatted(named.key(), pod.key()));
    }
    return Optional.empty();
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return switch (plan(state, node)) {
      case Impossible(var verdict) -> verdict;
      case Possible _ -> Verdict.SUCCESS;
    };
  }

  /// Promises volumes to claims, so that no other pod's claims get them.
  @Override
  public Verdict reserve(CycleState state, PodView pod, NodeView node) {
    if (state.get(Claims.class).isEmpty()) {
      return Verdict.SUCCESS;
    }
    return switch (plan(state, node)) {
      case Impossible(var verdict) -> verdict;
      case Possible possible -> {
        possible.bindings().forEach(b -> reservations.reserve(b.volume().getMetadata().getName()));
        state.put(Possible.class, possible);
        yield Verdict.SUCCESS;
      }
    };
  }

  @Override
  public void unreserve(CycleState state, PodView pod, NodeView node) {
    state.get(Possible.class).ifPresent(this::release);
  }

  @Override
  public boolean hasWork(CycleState state, PodView pod, NodeView node) {
    return work(state).isPresent();
  }

  private static Optional<Possible> work(CycleState state) {
    return state.get(Possible.class).filter(plan -> !plan.isNothing());
  }

  @Override
  public Verdict preBind(CycleState state, PodView pod, NodeView node) throws InterruptedException {
    var possible = work(state);
    if (possible.isPresent()) {
      binder.bind(possible.get(), node.name());
      release(possible.get());
    }
    return Verdict.SUCCESS;
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.StorageChanged(PersistentVolumeClaim claim) ->
          claim.getMetadata().getNamespace().equals(pod.key().namespace())
              && PodClaims.of(pod.pod()).stream()
                  .anyMatch(named -> named.key().name().equals(claim.getMetadata().getName()));
      case ClusterEvent.StorageChanged _, ClusterEvent.NodeAdded _ -> true;
      case ClusterEvent.NodeChanged(var before, var after) ->
          !before.getMetadata().getLabelsMap().equals(after.getMetadata().getLabelsMap());
      default -> false;
    };
  }

  private ClaimPlan plan(CycleState state, NodeView node) {
    var claims = state.require(Claims.class);
    return planner.plan(claims.bound(), claims.delayed(), node);
  }

  private void release(Possible plan) {
    plan.bindings().forEach(b -> reservations.release(b.volume().getMetadata().getName()));
  }
}
