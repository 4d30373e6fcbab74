package dev.coxswain.apiserver.admission.nodes;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;

/// What a node may say of a claim: how far its expansion is.
final class ClaimStatus {
  private ClaimStatus() {}

  static void check(String node, AdmissionRequest request) {
    if (!request.subresource().equals("status")) {
      throw request.forbidden("node \"%s\" may only update PVC status".formatted(node));
    }
    if (request.operation() != Operation.UPDATE) {
      throw request.forbidden(NodeRestriction.unexpected(request.operation()));
    }
    var before = request.existing(PersistentVolumeClaim.class).orElseThrow();
    var after = request.object(PersistentVolumeClaim.class, "status").orElseThrow();
    if (!others(before).equals(others(after))) {
      throw request.forbidden(
          "node \"%s\" is not allowed to update fields other than status.quantity and status.conditions"
              .formatted(node));
    }
  }

  /// The claim without what a node may change.
  private static PersistentVolumeClaim others(PersistentVolumeClaim claim) {
    var others = claim.toBuilder();
    others.getMetadataBuilder().clearResourceVersion().clearManagedFields();
    others
        .getStatusBuilder()
        .clearCapacity()
        .clearConditions()
        .clearAllocatedResources()
        .clearAllocatedResourceStatuses();
    return others.build();
  }
}
