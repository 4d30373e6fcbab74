package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeStatus;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.StorageWarnings;
import java.util.List;
import java.util.Optional;

/// Volumes of the cluster.
public final class VolumeStrategy extends GenericStrategy<PersistentVolume> {
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
    VolumeValidation.check(volume, problems);
  }

  @Override
  protected void checkUpdate(
      PersistentVolume updated,
      PersistentVolume existing,
      StrategyContext context,
      Problems problems) {
    VolumeValidation.check(updated, problems);
    VolumeValidation.checkChange(updated, existing, problems);
  }

  @Override
  public List<String> warnings(PersistentVolume volume, Optional<PersistentVolume> existing) {
    return StorageWarnings.of(volume);
  }
}
