package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.TopologySelectorTerm;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.plugins.affinity.RequiredNodes;
import dev.coxswain.scheduler.plugins.volumes.ClaimPlan.Binding;
import dev.coxswain.scheduler.plugins.volumes.ClaimPlan.Impossible;
import dev.coxswain.scheduler.plugins.volumes.ClaimPlan.Possible;
import dev.coxswain.scheduler.snapshot.NodeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides for one node where a pod's claims get their volumes from: from volumes that are there,
/// the smallest that will do first, or from a provisioner.
final class ClaimPlanner {
  private static final Verdict VOLUME_ELSEWHERE =
      Verdict.unresolvable("node(s) didn't match PersistentVolume's node affinity");
  private static final Verdict VOLUME_GONE =
      Verdict.unresolvable(
          "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
  private static final Verdict NO_VOLUME =
      Verdict.unresolvable("node(s) didn't find available persistent volumes to bind");
  private static final Verdict NO_SPACE =
      Verdict.unresolvable("node(s) did not have enough free storage");

  private final Storage storage;
  private final Reservations reservations;

  ClaimPlanner(Storage storage, Reservations reservations) {
    this.storage = storage;
    this.reservations = reservations;
  }

  /// The plan for the node.
  ///
  /// @param bound claims with a volume
  /// @param delayed claims that were waiting for a node to be chosen
  ClaimPlan plan(
      List<PersistentVolumeClaim> bound, List<PersistentVolumeClaim> delayed, NodeView node) {
    for (var claim : bound) {
      var volume = storage.volume(claim.getSpec().getVolumeName());
      if (volume.isEmpty()) {
        return new Impossible(VOLUME_GONE);
      }
      if (!reaches(volume.get(), node.node())) {
        return new Impossible(VOLUME_ELSEWHERE);
      }
    }
    return delayed.isEmpty() ? new Possible(List.of(), List.of()) : planDelayed(delayed, node);
  }

  private ClaimPlan planDelayed(List<PersistentVolumeClaim> delayed, NodeView node) {
    var bindings = new ArrayList<Binding>();
    var provisioned = new ArrayList<PersistentVolumeClaim>();
    var taken = new HashSet<String>();
    var bySize = delayed.stream().sorted(Comparator.comparing(ClaimPlanner::requested)).toList();
    for (var claim : bySize) {
      var selected = claim.getMetadata().getAnnotationsMap().get(Storage.SELECTED_NODE);
      if (selected != null && !selected.equals(node.name())) {
        return new Impossible(NO_VOLUME);
      }
      var volume =
          selected == null ? match(claim, node, taken) : Optional.<PersistentVolume>empty();
      if (volume.isPresent()) {
        taken.add(volume.get().getMetadata().getName());
        bindings.add(new Binding(claim, volume.get()));
      } else {
        var refusal = refuseToProvision(claim, node);
        if (refusal.isPresent()) {
          return new Impossible(refusal.get());
        }
        provisioned.add(claim);
      }
    }
    return new Possible(bindings, provisioned);
  }

  private Optional<PersistentVolume> match(
      PersistentVolumeClaim claim, NodeView node, Set<String> taken) {
    return storage.volumes().list().stream()
        .filter(volume -> !taken.contains(volume.getMetadata().getName()))
        .filter(volume -> isFor(volume, claim) || (isFree(volume) && suits(volume, claim)))
        .filter(volume -> reaches(volume, node.node()))
        .min(
            Comparator.comparing((PersistentVolume volume) -> !isFor(volume, claim))
                .thenComparing(ClaimPlanner::capacity)
                .thenComparing(volume -> volume.getMetadata().getName()));
  }

  /// Whether the volume was set aside for the claim.
  private static boolean isFor(PersistentVolume volume, PersistentVolumeClaim claim) {
    var reference = volume.getSpec().getClaimRef();
    var metadata = claim.getMetadata();
    return volume.getSpec().hasClaimRef()
        && reference.getName().equals(metadata.getName())
        && reference.getNamespace().equals(metadata.getNamespace())
        && (reference.getUid().isEmpty() || reference.getUid().equals(metadata.getUid()));
  }

  private boolean isFree(PersistentVolume volume) {
    return !volume.getSpec().hasClaimRef()
        && volume.getStatus().getPhase().equals("Available")
        && !volume.getMetadata().hasDeletionTimestamp()
        && !reservations.isReserved(volume.getMetadata().getName());
  }

  private static boolean suits(PersistentVolume volume, PersistentVolumeClaim claim) {
    var spec = claim.getSpec();
    return Storage.className(volume).equals(Storage.className(claim))
        && volume.getSpec().getAccessModesList().containsAll(spec.getAccessModesList())
        && mode(volume.getSpec().getVolumeMode()).equals(mode(spec.getVolumeMode()))
        && volume
            .getSpec()
            .getVolumeAttributesClassName()
            .equals(spec.getVolumeAttributesClassName())
        && Selector.of(spec.getSelector()).matches(volume.getMetadata().getLabelsMap())
        && capacity(volume).compareTo(requested(claim)) >= 0;
  }

  private static String mode(String mode) {
    return mode.isEmpty() ? "Filesystem" : mode;
  }

  private Optional<Verdict> refuseToProvision(PersistentVolumeClaim claim, NodeView node) {
    var found = storage.storageClass(claim);
    if (found.isEmpty()) {
      return Optional.of(NO_VOLUME);
    }
    var storageClass = found.get();
    var provisioner = storageClass.getProvisioner();
    if (provisioner.isEmpty()
        || provisioner.equals(Storage.NO_PROVISIONER)
        || !allows(storageClass, node.node())) {
      return Optional.of(NO_VOLUME);
    }
    return hasSpace(storageClass, claim, node) ? Optional.empty() : Optional.of(NO_SPACE);
  }

  private static boolean allows(StorageClass storageClass, Node node) {
    return storageClass.getAllowedTopologiesCount() == 0
        || storageClass.getAllowedTopologiesList().stream().anyMatch(t -> matches(t, node));
  }

  private static boolean matches(TopologySelectorTerm term, Node node) {
    return term.getMatchLabelExpressionsCount() > 0
        && term.getMatchLabelExpressionsList().stream()
            .allMatch(e ->
                e.getValuesList()
                    .contains(node.getMetadata().getLabelsOrDefault(e.getKey(), "\0")));
  }

  /// Only drivers that publish capacities are asked for room.
  private boolean hasSpace(StorageClass storageClass, PersistentVolumeClaim claim, NodeView node) {
    var driver = storage.csiDrivers().get(ObjectKey.clusterScoped(storageClass.getProvisioner()));
    if (driver.isEmpty() || !driver.get().getSpec().getStorageCapacity()) {
      return true;
    }
    var wanted = requested(claim);
    return storage.capacities().list().stream()
        .filter(c -> c.getStorageClassName().equals(storageClass.getMetadata().getName()))
        .filter(c -> c.hasNodeTopology())
        .filter(c -> Selector.of(c.getNodeTopology()).matches(node.labels()))
        .anyMatch(c ->
            Amount.of(c.hasMaximumVolumeSize() ? c.getMaximumVolumeSize() : c.getCapacity())
                    .compareTo(wanted)
                >= 0);
  }

  static boolean reaches(PersistentVolume volume, Node node) {
    var affinity = volume.getSpec().getNodeAffinity();
    return !affinity.hasRequired() || RequiredNodes.of(affinity.getRequired()).matches(node);
  }

  private static Amount requested(PersistentVolumeClaim claim) {
    var asked = claim.getSpec().getResources().getRequestsMap().get("storage");
    return asked == null ? Amount.ZERO : Amount.of(asked);
  }

  private static Amount capacity(PersistentVolume volume) {
    var has = volume.getSpec().getCapacityMap().get("storage");
    return has == null ? Amount.ZERO : Amount.of(has);
  }
}
