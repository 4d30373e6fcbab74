package dev.coxswain.apiserver.registry.core;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeSource;
import dev.coxswain.api.core.v1.PersistentVolumeSpec;
import dev.coxswain.api.core.v1.PersistentVolumeStatus;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.pods.AffinityValidation;
import dev.coxswain.apiserver.registry.pods.ClaimValidation;
import dev.coxswain.apiserver.registry.pods.Paths;
import dev.coxswain.apiserver.registry.pods.StorageSystemValidation;
import dev.coxswain.apiserver.registry.storage.DriverNames;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.StorageWarnings;
import java.util.List;
import java.util.Optional;

/// Volumes of the cluster.
public final class VolumeStrategy extends GenericStrategy<PersistentVolume> {
  private static final List<String> RECLAIM = List.of("Delete", "Recycle", "Retain");

  public VolumeStrategy(ResourceType resource) {
    super(resource, CoreTables.PERSISTENT_VOLUMES);
  }

  @Override
  protected PersistentVolume resetStatus(PersistentVolume volume, StrategyContext context) {
    return volume.toBuilder()
        .setStatus(
            PersistentVolumeStatus.newBuilder()
                .setPhase("Pending")
                .setLastPhaseTransitionTime(Times.of(context.now())))
        .build();
  }

  @Override
  public PersistentVolume prepareStatusUpdate(
      PersistentVolume updated, PersistentVolume existing, StrategyContext context) {
    var prepared = super.prepareStatusUpdate(updated, existing, context);
    boolean samePhase = updated.getStatus().getPhase().equals(existing.getStatus().getPhase());
    if (samePhase) {
      return prepared;
    }
    var changed = prepared.toBuilder();
    changed.getStatusBuilder().setLastPhaseTransitionTime(Times.of(context.now()));
    return changed.build();
  }

  @Override
  protected void check(PersistentVolume volume, StrategyContext context, Problems problems) {
    var spec = volume.getSpec();
    if (spec.getAccessModesCount() == 0) {
      problems.required(Problems.SPEC.child("accessModes"));
    }
    ClaimValidation.checkModes(
        spec.getAccessModesList(), Problems.SPEC.child("accessModes"), problems);
    checkCapacity(spec, Problems.SPEC.child("capacity"), problems);
    if (!spec.getPersistentVolumeReclaimPolicy().isEmpty()) {
      problems.oneOf(
          Problems.SPEC.child("persistentVolumeReclaimPolicy"),
          spec.getPersistentVolumeReclaimPolicy(),
          RECLAIM);
    }
    if (spec.getNodeAffinity().hasRequired()) {
      AffinityValidation.checkNodeSelector(
          spec.getNodeAffinity().getRequired(),
          Problems.SPEC.child("nodeAffinity", "required"),
          problems);
    }
    checkSource(spec, problems);
    if (!spec.getStorageClassName().isEmpty()) {
      problems.invalid(
          Problems.SPEC.child("storageClassName"),
          spec.getStorageClassName(),
          Names.isDns1123Subdomain(spec.getStorageClassName()));
    }
    if (spec.hasVolumeMode()) {
      problems.oneOf(
          Problems.SPEC.child("volumeMode"), spec.getVolumeMode(), ClaimValidation.VOLUME_MODES);
    }
  }

  @Override
  protected void checkUpdate(
      PersistentVolume updated,
      PersistentVolume existing,
      StrategyContext context,
      Problems problems) {
    check(updated, context, problems);
    var now = updated.getSpec().getPersistentVolumeSource();
    var before = existing.getSpec().getPersistentVolumeSource();
    if (!now.equals(before)) {
      problems.forbidden(
          Problems.SPEC.child("persistentvolumesource"),
          "spec.persistentvolumesource is immutable after creation");
    }
    problems.unchanged(
        Problems.SPEC.child("volumeMode"),
        updated.getSpec().getVolumeMode(),
        existing.getSpec().getVolumeMode());
  }

  private static void checkNetworkSources(PersistentVolumeSource source, Problems problems) {
    if (source.hasNfs()) {
      var path = Problems.SPEC.child("nfs");
      var nfs = source.getNfs();
      if (nfs.getServer().isEmpty()) {
        problems.required(path.child("server"));
      }
      if (nfs.getPath().isEmpty()) {
        problems.required(path.child("path"));
      }
      if (!nfs.getPath().startsWith("/")) {
        problems.invalid(path.child("path"), nfs.getPath(), "must be an absolute path");
      }
    }
    if (source.hasCsi()) {
      var path = Problems.SPEC.child("csi");
      DriverNames.check(source.getCsi().getDriver(), path.child("driver"), problems);
      if (source.getCsi().getVolumeHandle().isEmpty()) {
        problems.required(path.child("volumeHandle"));
      }
    }
  }

  @Override
  public List<String> warnings(PersistentVolume volume, Optional<PersistentVolume> existing) {
    return StorageWarnings.of(volume);
  }

  private static void checkCapacity(PersistentVolumeSpec spec, FieldPath path, Problems problems) {
    if (spec.getCapacityCount() == 0) {
      problems.required(path);
    }
    if (spec.getCapacityCount() != 1 || !spec.containsCapacity("storage")) {
      problems.notSupported(
          path, spec.getCapacityCount() == 0 ? null : names(spec), List.of("storage"));
    }
    spec.getCapacityMap()
        .forEach((name, quantity) -> {
          var amount = Amount.of(quantity);
          if (amount.signum() < 0) {
            problems.invalid(path.key(name), amount.toString(), Messages.NON_NEGATIVE);
          } else if (amount.isZero()) {
            problems.invalid(path.key(name), amount.toString(), "must be greater than zero");
          }
        });
  }

  private static Object names(PersistentVolumeSpec spec) {
    var tree = GoStruct.of();
    spec.getCapacityMap().forEach((name, amount) -> tree.with(name, amount.getString()));
    return tree.tree();
  }

  private static void checkSource(PersistentVolumeSpec spec, Problems problems) {
    var source = spec.getPersistentVolumeSource();
    int count = 0;
    for (var field : PersistentVolumeSource.getDescriptor().getFields()) {
      var path = Problems.SPEC.child(field.getName());
      if (source.hasField(field) && ++count > 1) {
        problems.forbidden(path, "may not specify more than 1 volume type");
      } else if (source.hasField(field)) {
        StorageSystemValidation.check(
            field.getName(), (Message) source.getField(field), Problems.SPEC, problems);
      }
    }
    if (count == 0) {
      problems.required(Problems.SPEC, "must specify a volume type");
    }
    if (source.hasHostPath()) {
      var path = Problems.SPEC.child("hostPath", "path");
      if (source.getHostPath().getPath().isEmpty()) {
        problems.required(path);
      } else {
        Paths.checkNoBacksteps(source.getHostPath().getPath(), path, problems);
      }
    }
    checkNetworkSources(source, problems);
    if (source.hasLocal() && source.getLocal().getPath().isEmpty()) {
      problems.required(Problems.SPEC.child("local", "path"));
    }
    if (source.hasLocal() && !spec.hasNodeAffinity()) {
      problems.required(Problems.SPEC.child("nodeAffinity"), "Local volume requires node affinity");
    }
  }
}
