package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.Lister;
import java.util.ArrayList;
import java.util.List;

/// The claims that a pod's volumes name.
final class PodClaims {
  private PodClaims() {}

  /// A volume's claim.
  ///
  /// @param ephemeral whether it is made for the pod, and named after it
  record Named(ObjectKey key, boolean ephemeral) {}

  static List<Named> of(Pod pod) {
    var named = new ArrayList<Named>();
    for (var volume : pod.getSpec().getVolumesList()) {
      if (isClaim(volume)) {
        named.add(name(pod, volume));
      }
    }
    return named;
  }

  static boolean isEmpty(Pod pod) {
    return pod.getSpec().getVolumesList().stream().noneMatch(PodClaims::isClaim);
  }

  /// Those of the claims that exist.
  static List<PersistentVolumeClaim> known(Pod pod, Lister<PersistentVolumeClaim> claims) {
    return of(pod).stream().flatMap(named -> claims.get(named.key()).stream()).toList();
  }

  static boolean isOwner(Pod pod, PersistentVolumeClaim claim) {
    return Metadata.controllerOf(claim)
        .filter(owner -> owner.getUid().equals(pod.getMetadata().getUid()))
        .isPresent();
  }

  private static boolean isClaim(Volume volume) {
    return volume.getVolumeSource().hasPersistentVolumeClaim()
        || volume.getVolumeSource().hasEphemeral();
  }

  private static Named name(Pod pod, Volume volume) {
    var namespace = pod.getMetadata().getNamespace();
    var source = volume.getVolumeSource();
    return source.hasEphemeral()
        ? new Named(
            new ObjectKey(namespace, pod.getMetadata().getName() + "-" + volume.getName()), true)
        : new Named(
            new ObjectKey(namespace, source.getPersistentVolumeClaim().getClaimName()), false);
  }
}
