package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.PersistentVolumeClaimStatus;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.TreeMap;

/// The rules for what is said about the size that a claim got.
final class ClaimStatusValidation {
  private static final List<String> RESIZES =
      List.of(
          "ControllerResizeInProgress",
          "ControllerResizeInfeasible",
          "NodeResizeInProgress",
          "NodeResizeInfeasible",
          "NodeResizePending");

  private ClaimStatusValidation() {}

  static void check(PersistentVolumeClaimStatus status, Problems problems) {
    var capacity = Problems.STATUS.child("capacity");
    new TreeMap<>(status.getCapacityMap())
        .forEach((name, amount) -> checkAmount(amount, capacity.key(name), problems));
    var resizes = Problems.STATUS.child("allocatedResourceStatuses");
    new TreeMap<>(status.getAllocatedResourceStatusesMap())
        .forEach((name, resize) -> {
          checkName(name, resizes, problems);
          if (!RESIZES.contains(resize)) {
            problems.notSupported(resizes, name, RESIZES);
          }
        });
    var allocated = Problems.STATUS.child("allocatedResources");
    new TreeMap<>(status.getAllocatedResourcesMap())
        .forEach((name, amount) -> {
          if (checkName(name, allocated, problems)) {
            checkAmount(amount, allocated.key(name), problems);
          }
        });
  }

  private static boolean checkName(String name, FieldPath path, Problems problems) {
    var complaints = Names.isQualifiedName(name);
    problems.invalid(path, name, complaints);
    boolean isNative = !name.contains("/") || name.contains("kubernetes.io/");
    if (complaints.isEmpty() && isNative && !name.equals("storage")) {
      problems.notSupported(path, name, List.of("storage"));
      return false;
    }
    return complaints.isEmpty();
  }

  private static void checkAmount(Quantity quantity, FieldPath path, Problems problems) {
    var amount = Amount.of(quantity);
    if (amount.signum() < 0) {
      problems.invalid(path, amount.value(), "must be a valid resource quantity");
    }
  }
}
