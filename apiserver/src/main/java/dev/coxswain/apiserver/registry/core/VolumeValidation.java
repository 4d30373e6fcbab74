package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeSource;
import dev.coxswain.api.core.v1.PersistentVolumeSpec;
import dev.coxswain.api.core.v1.VolumeNodeAffinity;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.pods.AffinityValidation;
import dev.coxswain.apiserver.registry.pods.ClaimValidation;
import dev.coxswain.apiserver.registry.pods.ClusterVolumeValidation;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.UnifiedDifference;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/// The rules for volumes of the cluster.
final class VolumeValidation {
  private static final List<String> RECLAIM = List.of("Delete", "Recycle", "Retain");

  private VolumeValidation() {}

  static void check(PersistentVolume volume, Problems problems) {
    var spec = volume.getSpec();
    var path = Problems.SPEC;
    ClusterVolumeValidation.checkModes(spec, path, problems);
    checkCapacity(spec, path.child("capacity"), problems);
    var policy = spec.getPersistentVolumeReclaimPolicy();
    var policyPath = path.child("persistentVolumeReclaimPolicy");
    if (!policy.isEmpty()) {
      problems.oneOf(policyPath, policy, RECLAIM);
    }
    if (spec.hasNodeAffinity()) {
      checkAffinity(spec.getNodeAffinity(), path.child("nodeAffinity"), problems);
    }
    var source = spec.getPersistentVolumeSource();
    ClusterVolumeValidation.check(
        volume.getMetadata().getName(),
        source,
        spec.getNodeAffinity().hasRequired(),
        path,
        problems);
    if (policy.equals("Recycle")
        && source.hasHostPath()
        && isRoot(source.getHostPath().getPath())) {
      problems.forbidden(policyPath, "may not be 'recycle' for a hostPath mount of '/'");
    }
    checkClass(spec.getStorageClassName(), path.child("storageClassName"), problems);
    if (spec.hasVolumeMode()) {
      problems.oneOf(path.child("volumeMode"), spec.getVolumeMode(), ClaimValidation.VOLUME_MODES);
    }
    ClusterVolumeValidation.checkAttributes(spec, path, problems);
  }

  static void checkChange(PersistentVolume updated, PersistentVolume existing, Problems problems) {
    var now = updated.getSpec();
    var before = existing.getSpec();
    var source = withoutNewSecret(now, before);
    if (!source.equals(before.getPersistentVolumeSource())) {
      problems.forbidden(
          Problems.SPEC.child("persistentvolumesource"),
          "spec.persistentvolumesource is immutable after creation\n"
              + UnifiedDifference.of(before.getPersistentVolumeSource(), source));
    }
    problems.unchanged(
        FieldPath.of("volumeMode"),
        Problems.pointed(now.hasVolumeMode(), now.getVolumeMode()),
        Problems.pointed(before.hasVolumeMode(), before.getVolumeMode()));
    if (before.hasNodeAffinity() && !now.getNodeAffinity().equals(before.getNodeAffinity())) {
      VolumeAffinityChange.check(now, before, problems);
    }
    if (before.hasVolumeAttributesClassName() && !now.hasVolumeAttributesClassName()) {
      problems.forbidden(
          Problems.SPEC.child("volumeAttributesClassName"),
          "update from non-nil value to nil is forbidden");
    }
  }

  /// Drivers may learn later with which secret they can make a volume larger.
  private static PersistentVolumeSource withoutNewSecret(
      PersistentVolumeSpec now, PersistentVolumeSpec before) {
    var source = now.getPersistentVolumeSource();
    var old = before.getPersistentVolumeSource();
    if (!source.hasCsi() || !old.hasCsi() || old.getCsi().hasControllerExpandSecretRef()) {
      return source;
    }
    var kept = source.toBuilder();
    kept.getCsiBuilder().clearControllerExpandSecretRef();
    return kept.build();
  }

  private static void checkCapacity(PersistentVolumeSpec spec, FieldPath path, Problems problems) {
    if (spec.getCapacityCount() == 0) {
      problems.required(path);
    }
    if (spec.getCapacityCount() != 1 || !spec.containsCapacity("storage")) {
      problems.notSupported(
          path, spec.getCapacityCount() == 0 ? null : names(spec), List.of("storage"));
    }
    new TreeMap<>(spec.getCapacityMap())
        .forEach((name, quantity) -> {
          var amount = Amount.of(quantity);
          if (amount.signum() < 0) {
            problems.invalid(path.key(name), amount.value(), "must be a valid resource quantity");
          }
          if (amount.signum() <= 0) {
            problems.invalid(path.key(name), amount.toString(), "must be greater than zero");
          }
        });
  }

  private static Object names(PersistentVolumeSpec spec) {
    var tree = GoStruct.of();
    new TreeMap<>(spec.getCapacityMap())
        .forEach((name, amount) -> tree.with(name, amount.getString()));
    return tree.tree();
  }

  private static void checkAffinity(
      VolumeNodeAffinity affinity, FieldPath path, Problems problems) {
    var required = path.child("required");
    if (affinity.hasRequired()) {
      AffinityValidation.checkNodeSelector(affinity.getRequired(), required, problems);
    } else {
      problems.required(required, "must specify required node constraints");
    }
  }

  private static void checkClass(String name, FieldPath path, Problems problems) {
    if (!name.isEmpty()) {
      problems.invalid(path, name, Names.isDns1123Subdomain(name));
    }
  }

  private static boolean isRoot(String path) {
    return path.startsWith("/") && Path.of(path).normalize().equals(Path.of("/"));
  }
}
