package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.api.core.v1.PersistentVolumeClaimStatus;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.pods.ClaimValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.StorageWarnings;
import java.util.List;
import java.util.Optional;

/// Claims to storage.
public final class ClaimStrategy extends GenericStrategy<PersistentVolumeClaim> {
  public ClaimStrategy(ResourceType resource) {
    super(resource, CoreTables.CLAIMS);
  }

  @Override
  public PersistentVolumeClaim prepareForCreate(
      PersistentVolumeClaim claim, StrategyContext context) {
    var prepared = super.prepareForCreate(claim, context);
    var kept = DataSources.kept(prepared.getSpec(), PersistentVolumeClaimSpec.getDefaultInstance());
    return prepared.toBuilder().setSpec(DataSources.matched(kept)).build();
  }

  @Override
  public PersistentVolumeClaim prepareForUpdate(
      PersistentVolumeClaim updated, PersistentVolumeClaim existing, StrategyContext context) {
    var kept = DataSources.kept(updated.getSpec(), existing.getSpec());
    var matched = updated.toBuilder().setSpec(DataSources.matched(kept)).build();
    return super.prepareForUpdate(matched, existing, context);
  }

  @Override
  protected PersistentVolumeClaim resetStatus(
      PersistentVolumeClaim claim, StrategyContext context) {
    return claim.toBuilder()
        .setStatus(PersistentVolumeClaimStatus.newBuilder().setPhase("Pending"))
        .build();
  }

  @Override
  protected void check(PersistentVolumeClaim claim, StrategyContext context, Problems problems) {
    ClaimValidation.checkSpec(claim.getSpec(), Problems.SPEC, problems);
  }

  @Override
  protected void checkUpdate(
      PersistentVolumeClaim updated,
      PersistentVolumeClaim existing,
      StrategyContext context,
      Problems problems) {
    check(updated, context, problems);
    var before = existing.toBuilder().setSpec(DataSources.matched(existing.getSpec())).build();
    ClaimChange.check(updated, before, problems);
  }

  @Override
  protected void checkStatusUpdate(
      PersistentVolumeClaim updated,
      PersistentVolumeClaim existing,
      StrategyContext context,
      Problems problems) {
    ClaimStatusValidation.check(updated.getStatus(), problems);
  }

  @Override
  public List<String> warnings(
      PersistentVolumeClaim claim, Optional<PersistentVolumeClaim> existing) {
    return StorageWarnings.of(claim);
  }
}
