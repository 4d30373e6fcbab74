package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.storage.v1.CSIDriver;
import dev.coxswain.api.storage.v1.CSIDriverSpec;
import dev.coxswain.api.storage.v1.TokenRequest;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;

/// What the cluster must know of a storage driver.
public final class CsiDriverStrategy extends GenericStrategy<CSIDriver> {
  private static final List<String> GROUP_POLICIES =
      List.of("File", "None", "ReadWriteOnceWithFSType");
  private static final List<String> LIFECYCLES = List.of("Persistent", "Ephemeral");
  private static final long MIN_TOKEN_SECONDS = 600;
  private static final long MAX_TOKEN_SECONDS = 1L << 32;
  private static final long MIN_UPDATE_SECONDS = 10;

  public CsiDriverStrategy(ResourceType resource) {
    super(resource, StorageTables.CSI_DRIVERS);
  }

  /// Only changes are counted, and only of what may change.
  @Override
  public CSIDriver prepareForUpdate(
      CSIDriver updated, CSIDriver existing, StrategyContext context) {
    var prepared = super.prepareForUpdate(updated, existing, context);
    return mutable(updated).equals(mutable(existing))
        ? prepared
        : Metadata.edit(prepared, m -> m.setGeneration(existing.getMetadata().getGeneration() + 1));
  }

  private static CSIDriverSpec mutable(CSIDriver driver) {
    return driver.getSpec().toBuilder().clearAttachRequired().clearVolumeLifecycleModes().build();
  }

  @Override
  protected void check(CSIDriver driver, StrategyContext context, Problems problems) {
    checkSpec(driver.getSpec(), problems);
  }

  @Override
  protected void checkUpdate(
      CSIDriver updated, CSIDriver existing, StrategyContext context, Problems problems) {
    checkSpec(updated.getSpec(), problems);
    problems.unchanged(
        Problems.SPEC.child("attachedRequired"),
        updated.getSpec().getAttachRequired(),
        existing.getSpec().getAttachRequired());
    problems.unchanged(
        Problems.SPEC.child("volumeLifecycleModes"),
        List.copyOf(updated.getSpec().getVolumeLifecycleModesList()),
        List.copyOf(existing.getSpec().getVolumeLifecycleModesList()));
  }

  private static void checkSpec(CSIDriverSpec spec, Problems problems) {
    problems.oneOf(Problems.SPEC.child("fsGroupPolicy"), spec.getFsGroupPolicy(), GROUP_POLICIES);
    checkTokens(spec.getTokenRequestsList(), Problems.SPEC.child("tokenRequests"), problems);
    spec.getVolumeLifecycleModesList()
        .forEach(
            mode -> problems.oneOf(Problems.SPEC.child("volumeLifecycleModes"), mode, LIFECYCLES));
    checkUpdatePeriod(spec, problems);
    if (spec.hasServiceAccountTokenInSecrets() && spec.getTokenRequestsCount() == 0) {
      problems.invalid(
          Problems.SPEC.child("serviceAccountTokenInSecrets"),
          spec.getServiceAccountTokenInSecrets(),
          "serviceAccountTokenInSecrets is set but no tokenRequests are specified");
    }
  }

  private static void checkUpdatePeriod(CSIDriverSpec spec, Problems problems) {
    if (spec.hasNodeAllocatableUpdatePeriodSeconds()
        && spec.getNodeAllocatableUpdatePeriodSeconds() < MIN_UPDATE_SECONDS) {
      problems.invalid(
          Problems.SPEC.child("nodeAllocatableUpdatePeriodSeconds"),
          spec.getNodeAllocatableUpdatePeriodSeconds(),
          "must be greater than or equal to " + MIN_UPDATE_SECONDS + " seconds");
    }
  }

  private static void checkTokens(List<TokenRequest> tokens, FieldPath path, Problems problems) {
    var audiences = new HashSet<String>();
    for (int i = 0; i < tokens.size(); i++) {
      var at = path.index(i).child("expirationSeconds");
      var token = tokens.get(i);
      if (!audiences.add(token.getAudience())) {
        problems.duplicate(path.index(i).child("audience"), token.getAudience());
      } else if (token.hasExpirationSeconds() && token.getExpirationSeconds() < MIN_TOKEN_SECONDS) {
        problems.invalid(
            at, token.getExpirationSeconds(), "may not specify a duration less than 10 minutes");
      } else if (token.getExpirationSeconds() > MAX_TOKEN_SECONDS) {
        problems.invalid(
            at,
            token.getExpirationSeconds(),
            "may not specify a duration larger than 2^32 seconds");
      }
    }
  }
}
