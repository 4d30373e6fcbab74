package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.Lister;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.Owners;
import dev.coxswain.controllermanager.framework.Pods;
import java.util.List;
import java.util.Optional;

/// Which pods use which claims, by name or because the claim was made for one of their volumes.
final class ClaimUse {
  private static final String BY_CLAIM = "claim";

  private ClaimUse() {}

  /// A lister of pods by the keys of the claims that they name.
  static Lister<Pod> index(ControllerContext context) {
    var informer = context.informer(Pod.class);
    informer.addIndex(
        BY_CLAIM, pod -> claims(pod).stream().map(ObjectKey::toString).distinct().toList());
    return informer.lister();
  }

  /// The keys of all claims that the pod's volumes name.
  static List<ObjectKey> claims(Pod pod) {
    return pod.getSpec().getVolumesList().stream()
        .flatMap(volume -> claimName(pod, volume).stream())
        .map(name -> new ObjectKey(pod.getMetadata().getNamespace(), name))
        .toList();
  }

  /// The claim behind the volume, if there is one.
  static Optional<String> claimName(Pod pod, Volume volume) {
    var source = volume.getVolumeSource();
    if (source.hasPersistentVolumeClaim()) {
      return Optional.of(source.getPersistentVolumeClaim().getClaimName());
    }
    return source.hasEphemeral()
        ? Optional.of(pod.getMetadata().getName() + "-" + volume.getName())
        : Optional.empty();
  }

  /// Names of the pods that use the claim and have no node yet.
  static List<String> waitingPods(Lister<Pod> pods, ObjectKey claim) {
    return pods.byIndex(BY_CLAIM, claim.toString()).stream()
        .filter(p -> p.getSpec().getNodeName().isEmpty() && !Pods.isFinished(p))
        .map(p -> p.getMetadata().getName())
        .toList();
  }

  /// Whether a pod on a node uses the claim.
  static boolean isUsed(Lister<Pod> pods, PersistentVolumeClaim claim) {
    return pods.byIndex(BY_CLAIM, Metadata.key(claim).toString()).stream()
        .anyMatch(pod -> isUsedBy(pod, claim));
  }

  /// Whether the pod is on a node and uses the claim: as long as it exists if it names the claim;
  /// until it has ended if the claim was made for it.
  static boolean isUsedBy(Pod pod, PersistentVolumeClaim claim) {
    if (pod.getSpec().getNodeName().isEmpty()) {
      return false;
    }
    var name = claim.getMetadata().getName();
    boolean its = !Pods.isFinished(pod) && Owners.isControlledBy(claim, pod);
    return pod.getSpec().getVolumesList().stream()
        .filter(volume -> its || volume.getVolumeSource().hasPersistentVolumeClaim())
        .anyMatch(volume -> claimName(pod, volume).filter(name::equals).isPresent());
  }
}
