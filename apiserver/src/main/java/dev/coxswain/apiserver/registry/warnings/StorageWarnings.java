package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Warnings about volumes and claims to them.
public final class StorageWarnings {
  private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
  private static final String OLD_OPTIONS = "volume.beta.kubernetes.io/mount-options";

  private StorageWarnings() {}

  public static List<String> of(PersistentVolumeClaim claim) {
    var warnings = new ArrayList<String>();
    annotation(claim.getMetadata(), OLD_CLASS, "v1.8", "storageClassName").ifPresent(warnings::add);
    warnings.addAll(of(claim.getSpec(), FieldPath.of("spec")));
    return warnings;
  }

  public static List<String> of(PersistentVolumeClaimSpec claim, FieldPath path) {
    var warnings = new ArrayList<String>();
    var resources = path.child("resources");
    fraction(claim.getResources().getRequestsMap(), resources.child("requests"))
        .ifPresent(warnings::add);
    fraction(claim.getResources().getLimitsMap(), resources.child("limits"))
        .ifPresent(warnings::add);
    return warnings;
  }

  public static List<String> of(PersistentVolume volume) {
    var warnings = new ArrayList<String>();
    annotation(volume.getMetadata(), OLD_CLASS, "v1.8", "storageClassName")
        .ifPresent(warnings::add);
    annotation(volume.getMetadata(), OLD_OPTIONS, "v1.31", "mountOptions").ifPresent(warnings::add);
    if (volume.getSpec().getPersistentVolumeReclaimPolicy().equals("Recycle")) {
      warnings.add(
          "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead,"
              + " the recommended approach is to use dynamic provisioning.");
    }
    var terms = volume.getSpec().getNodeAffinity().getRequired().getNodeSelectorTermsList();
    var path = FieldPath.of("spec", "nodeAffinity", "required", "nodeSelectorTerms");
    for (int i = 0; i < terms.size(); i++) {
      warnings.addAll(OldLabels.ofTerm(terms.get(i), path.index(i)));
    }
    return warnings;
  }

  private static Optional<String> annotation(
      ObjectMeta meta, String key, String since, String field) {
    return meta.containsAnnotations(key)
        ? Optional.of(
            "%s: deprecated since %s; use \"%s\" attribute instead"
                .formatted(FieldPath.of("metadata", "annotations").key(key), since, field))
        : Optional.empty();
  }

  private static Optional<String> fraction(Map<String, Quantity> amounts, FieldPath path) {
    return Optional.ofNullable(amounts.get("storage"))
        .map(Amount::of)
        .filter(amount -> !amount.isWhole())
        .map(amount -> path.key("storage") + ": " + Fractions.message(amount));
  }
}
