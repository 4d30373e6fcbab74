package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules for the volumes of a pod.
final class VolumeValidation {
  private VolumeValidation() {}

  /// The volumes that are all right, by name: those that containers may mount.
  static Map<String, VolumeSource> check(
      List<Volume> volumes, PodIdentity pod, FieldPath path, Problems problems) {
    var made = madeClaims(volumes, pod);
    var good = new HashMap<String, VolumeSource>();
    for (int i = 0; i < volumes.size(); i++) {
      var volume = volumes.get(i);
      var at = path.index(i);
      int before = problems.count();
      VolumeSourceValidation.check(volume, pod, at, problems);
      if (volume.getName().isEmpty()) {
        problems.required(at.child("name"));
      } else {
        problems.invalid(
            at.child("name"), volume.getName(), Names.isDns1123Label(volume.getName()));
      }
      if (good.containsKey(volume.getName())) {
        problems.duplicate(at.child("name"), volume.getName());
      }
      if (problems.count() == before) {
        good.put(volume.getName(), volume.getVolumeSource());
      }
      var claim = volume.getVolumeSource().getPersistentVolumeClaim().getClaimName();
      if (made.contains(claim)) {
        problems.invalid(
            at.child("persistentVolumeClaim", "claimName"),
            claim,
            "must not reference a PVC that gets created for an ephemeral volume");
      }
    }
    return good;
  }

  /// The claims that come and go with the pod.
  private static Set<String> madeClaims(List<Volume> volumes, PodIdentity pod) {
    var claims = new HashSet<String>();
    if (!pod.name().isEmpty()) {
      volumes.stream()
          .filter(volume -> volume.getVolumeSource().hasEphemeral())
          .forEach(volume -> claims.add(pod.claimFor(volume.getName())));
    }
    return claims;
  }
}
