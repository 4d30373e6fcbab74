package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rules for the volumes of a pod.
final class VolumeValidation {
  private VolumeValidation() {}

  /// The volumes that are all right, by name: those that containers may mount.
  static Map<String, VolumeSource> check(List<Volume> volumes, FieldPath path, Problems problems) {
    var good = new HashMap<String, VolumeSource>();
    for (int i = 0; i < volumes.size(); i++) {
      var volume = volumes.get(i);
      var at = path.index(i);
      int before = problems.count();
      VolumeSourceValidation.check(volume.getVolumeSource(), at, problems);
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
    }
    return good;
  }
}
