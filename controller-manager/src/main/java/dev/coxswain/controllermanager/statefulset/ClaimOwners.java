package dev.coxswain.controllermanager.statefulset;

import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.controllermanager.framework.Owners;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who owns the claim of a pod, so that the garbage collector deletes it when the set's retention
/// policy says so: with the set, with the pod that is scaled away, or never. Pure.
final class ClaimOwners {
  private static final String DELETE = "Delete";

  private final StatefulSet set;
  private final ObjectMeta pod;
  private final List<OwnerReference> owners;
  private final boolean deletedWithSet;
  private final boolean deletedWithPod;
  private final List<OwnerReference> wanted;

  /// @param surplus whether the pod is one too many
  ClaimOwners(StatefulSet set, Pod pod, boolean surplus, PersistentVolumeClaim claim) {
    this.set = set;
    this.pod = pod.getMetadata();
    this.owners = claim.getMetadata().getOwnerReferencesList();
    var policy = set.getSpec().getPersistentVolumeClaimRetentionPolicy();
    this.deletedWithSet = policy.getWhenDeleted().equals(DELETE);
    this.deletedWithPod = policy.getWhenScaled().equals(DELETE);
    boolean podOwns = deletedWithPod && surplus;
    this.wanted =
        podOwns
            ? List.of(Owners.controllerRef(pod))
            : deletedWithSet ? List.of(Owners.controllerRef(set)) : List.of();
  }

  /// The owners that the claim should have, if they are not those it has.
  Optional<List<OwnerReference>> change() {
    if (isLeftOver(set.getMetadata(), "StatefulSet") || isLeftOver(pod, "Pod")) {
      return Optional.empty(); // It goes with an owner that is gone.
    }
    var changed = new ArrayList<>(owners);
    changed.removeIf(this::isOurs);
    if (!isAnothers()) {
      changed.addAll(wanted);
    }
    return isSettled() ? Optional.empty() : Optional.of(List.copyOf(changed));
  }

  private boolean isSettled() {
    var ours = owners.stream().filter(this::isOurs).toList();
    return isAnothers()
        ? ours.isEmpty()
        : ours.stream()
                .map(OwnerReference::getUid)
                .toList()
                .equals(wanted.stream().map(OwnerReference::getUid).toList())
            && ours.stream().allMatch(OwnerReference::getController);
  }

  /// Whether somebody else decides about a claim that the policy would have us delete.
  boolean isAnothers() {
    return (deletedWithSet || deletedWithPod)
        && owners.stream().anyMatch(ref -> ref.getController() && !isOurs(ref));
  }

  private boolean isOurs(OwnerReference ref) {
    return names(ref, set.getMetadata(), "StatefulSet") || names(ref, pod, "Pod");
  }

  private boolean isLeftOver(ObjectMeta owner, String kind) {
    return owners.stream()
        .anyMatch(ref -> names(ref, owner, kind) && !ref.getUid().equals(owner.getUid()));
  }

  private static boolean names(OwnerReference ref, ObjectMeta owner, String kind) {
    return ref.getKind().equals(kind) && ref.getName().equals(owner.getName());
  }

  /// Whether the claim still belongs to an earlier pod of this name, and goes with it.
  static boolean isStale(StatefulSet set, String podName, PersistentVolumeClaim claim) {
    return set.getSpec().getPersistentVolumeClaimRetentionPolicy().getWhenScaled().equals(DELETE)
        && claim.getMetadata().getOwnerReferencesList().stream()
            .anyMatch(ref -> ref.getKind().equals("Pod") && ref.getName().equals(podName));
  }
}
