package dev.coxswain.apiserver.admission.volumes;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.Lookup;

/// Claims grow only when their storage class says that volumes can.
public final class ClaimResize implements Admission {
  private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";

  private final Lookup lookup;

  public ClaimResize(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public void check(AdmissionRequest request) {
    var updated = request.object(PersistentVolumeClaim.class);
    if (request.operation() != Operation.UPDATE || updated.isEmpty()) {
      return;
    }
    var existing = request.existing().map(PersistentVolumeClaim.class::cast).orElseThrow();
    if (size(updated.get()).compareTo(size(existing)) <= 0) {
      return;
    }
    if (!existing.getStatus().getPhase().equals("Bound")) {
      throw request.forbidden("Only bound persistent volume claims can be expanded");
    }
    if (!canExpand(existing) || !className(updated.get()).equals(className(existing))) {
      throw request.forbidden(
          "only dynamically provisioned pvc can be resized and the storageclass that provisions the"
              + " pvc must support resize");
    }
  }

  private boolean canExpand(PersistentVolumeClaim claim) {
    return lookup
        .get(StorageClass.class, ObjectKey.clusterScoped(className(claim)))
        .filter(StorageClass::getAllowVolumeExpansion)
        .isPresent();
  }

  private static String className(PersistentVolumeClaim claim) {
    return claim
        .getMetadata()
        .getAnnotationsOrDefault(OLD_CLASS, claim.getSpec().getStorageClassName());
  }

  private static Amount size(PersistentVolumeClaim claim) {
    var requests = claim.getSpec().getResources().getRequestsMap();
    return requests.containsKey("storage") ? Amount.of(requests.get("storage")) : Amount.ZERO;
  }
}
