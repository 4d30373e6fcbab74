package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for what a claim to storage asks for; pods and stateful sets have templates of claims.
public final class ClaimValidation {
  public static final List<String> ACCESS_MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
  public static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");

  private ClaimValidation() {}

  public static void checkSpec(PersistentVolumeClaimSpec spec, FieldPath path, Problems problems) {
    if (spec.getAccessModesCount() == 0) {
      problems.required(path.child("accessModes"), "at least 1 access mode is required");
    }
    if (spec.hasSelector()) {
      LabelSelectorValidation.check(spec.getSelector(), path.child("selector"), problems);
    }
    checkModes(spec.getAccessModesList(), path.child("accessModes"), problems);
    checkSize(spec, path.child("resources").key("storage"), problems);
    if (!spec.getStorageClassName().isEmpty()) {
      problems.invalid(
          path.child("storageClassName"),
          spec.getStorageClassName(),
          Names.isDns1123Subdomain(spec.getStorageClassName()));
    }
    if (spec.hasVolumeMode()) {
      problems.oneOf(path.child("volumeMode"), spec.getVolumeMode(), VOLUME_MODES);
    }
    DataSourceValidation.check(spec, path, problems);
    if (!spec.getVolumeAttributesClassName().isEmpty()) {
      problems.invalid(
          path.child("volumeAttributesClassName"),
          spec.getVolumeAttributesClassName(),
          Names.isDns1123Subdomain(spec.getVolumeAttributesClassName()));
    }
  }

  public static void checkModes(List<String> modes, FieldPath path, Problems problems) {
    modes.forEach(mode -> problems.oneOf(path, mode, ACCESS_MODES));
    boolean others =
        modes.stream().anyMatch(m -> !m.equals("ReadWriteOncePod") && ACCESS_MODES.contains(m));
    if (others && modes.contains("ReadWriteOncePod")) {
      problems.forbidden(path, "may not use ReadWriteOncePod with other access modes");
    }
  }

  private static void checkSize(PersistentVolumeClaimSpec spec, FieldPath path, Problems problems) {
    if (!spec.getResources().containsRequests("storage")) {
      problems.required(path);
      return;
    }
    var size = Amount.of(spec.getResources().getRequestsOrThrow("storage"));
    if (size.signum() <= 0) {
      problems.invalid(path, size.toString(), "must be greater than zero");
    }
  }
}
