package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.api.core.v1.PersistentVolumeClaimStatus;
import dev.coxswain.apimachinery.quantity.Amount;
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
  private static final String FIXED =
      "spec is immutable after creation except resources.requests and volumeAttributesClassName"
          + " for bound claims";

  public ClaimStrategy(ResourceType resource) {
    super(resource, CoreTables.CLAIMS);
  }

  @Override
  public PersistentVolumeClaim prepareForCreate(
      PersistentVolumeClaim claim, StrategyContext context) {
    var prepared = super.prepareForCreate(claim, context);
    return prepared.toBuilder().setSpec(DataSources.matched(prepared.getSpec())).build();
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
    var before = existing.getSpec();
    if (!withMutablesOf(updated.getSpec(), existing).equals(before)) {
      problems.forbidden(Problems.SPEC, FIXED);
    }
    if (size(updated.getSpec()).compareTo(size(before)) < 0) {
      problems.forbidden(
          Problems.SPEC.child("resources", "requests", "storage"),
          "field can not be less than previous value");
    }
  }

  @Override
  public List<String> warnings(
      PersistentVolumeClaim claim, Optional<PersistentVolumeClaim> existing) {
    return StorageWarnings.of(claim);
  }

  /// The new spec with what may change put back: the size, the volume once, the attributes.
  private static PersistentVolumeClaimSpec withMutablesOf(
      PersistentVolumeClaimSpec now, PersistentVolumeClaim existing) {
    var before = existing.getSpec();
    var spec = now.toBuilder();
    if (before.getVolumeName().isEmpty()) {
      spec.clearVolumeName();
    }
    if (existing.getStatus().getPhase().equals("Bound")
        && before.getResources().containsRequests("storage")) {
      spec.getResourcesBuilder()
          .putRequests("storage", before.getResources().getRequestsOrThrow("storage"));
    }
    spec.clearVolumeAttributesClassName();
    if (before.hasVolumeAttributesClassName()) {
      spec.setVolumeAttributesClassName(before.getVolumeAttributesClassName());
    }
    return spec.build();
  }

  private static Amount size(PersistentVolumeClaimSpec spec) {
    return spec.getResources().containsRequests("storage")
        ? Amount.of(spec.getResources().getRequestsOrThrow("storage"))
        : Amount.ZERO;
  }
}
