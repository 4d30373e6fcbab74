package dev.coxswain.integration.simulation;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;

/// A claim keeps its volume for as long as it lives, shares it with no other claim, and its pods go
/// to the node where the volume is.
final class ClaimsKeepVolumes implements Invariant {

  @Override
  public void check(ObjectChange change, Ledger ledger) {
    change.after(PersistentVolumeClaim.class).ifPresent(claim -> check(claim, change, ledger));
    if (change.after().isEmpty()) {
      change.before(PersistentVolume.class).ifPresent(volume -> checkGone(volume, ledger));
    }
    boolean wasBound = change.before(Pod.class).filter(ClaimsKeepVolumes::isBound).isPresent();
    if (!wasBound) {
      change
          .after(Pod.class)
          .filter(ClaimsKeepVolumes::isBound)
          .ifPresent(pod -> checkPlace(pod, ledger));
    }
  }

  private static boolean isBound(Pod pod) {
    return !pod.getSpec().getNodeName().isEmpty();
  }

  private static void check(PersistentVolumeClaim claim, ObjectChange change, Ledger ledger) {
    var now = claim.getSpec().getVolumeName();
    var before =
        change
            .before(PersistentVolumeClaim.class)
            .filter(old -> old.getMetadata().getUid().equals(claim.getMetadata().getUid()))
            .map(old -> old.getSpec().getVolumeName())
            .orElse("");
    if (!before.isEmpty() && !before.equals(now)) {
      throw new InvariantBroken(
          "claim %s had volume %s and now has '%s'".formatted(change.key(), before, now));
    }
    long sharing =
        ledger.all(PersistentVolumeClaim.class).stream()
            .filter(other -> !now.isEmpty() && other.getSpec().getVolumeName().equals(now))
            .count();
    if (sharing > 1) {
      throw new InvariantBroken("%d claims have volume %s".formatted(sharing, now));
    }
  }

  private static void checkGone(PersistentVolume volume, Ledger ledger) {
    var reference = volume.getSpec().getClaimRef();
    var key = new ObjectKey(reference.getNamespace(), reference.getName());
    ledger
        .get(PersistentVolumeClaim.class, key)
        .filter(claim -> claim.getMetadata().getUid().equals(reference.getUid()))
        .ifPresent(_ -> {
          throw new InvariantBroken(
              "volume %s is gone, but claim %s has it".formatted(Metadata.key(volume), key));
        });
  }

  private static void checkPlace(Pod pod, Ledger ledger) {
    for (var volume : pod.getSpec().getVolumesList()) {
      var source = volume.getVolumeSource();
      if (!source.hasPersistentVolumeClaim()) {
        continue;
      }
      var key =
          new ObjectKey(
              pod.getMetadata().getNamespace(), source.getPersistentVolumeClaim().getClaimName());
      ledger
          .get(PersistentVolumeClaim.class, key)
          .map(claim -> ObjectKey.clusterScoped(claim.getSpec().getVolumeName()))
          .flatMap(name -> ledger.get(PersistentVolume.class, name))
          .map(ClaimsKeepVolumes::node)
          .filter(node -> !node.equals(pod.getSpec().getNodeName()))
          .ifPresent(node -> {
            throw new InvariantBroken(
                "%s goes to %s, but its volume is on %s"
                    .formatted(Metadata.key(pod), pod.getSpec().getNodeName(), node));
          });
    }
  }

  private static String node(PersistentVolume volume) {
    return volume
        .getSpec()
        .getNodeAffinity()
        .getRequired()
        .getNodeSelectorTerms(0)
        .getMatchExpressions(0)
        .getValues(0);
  }
}
