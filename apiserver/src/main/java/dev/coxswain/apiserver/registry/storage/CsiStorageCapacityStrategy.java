package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.storage.v1.CSIStorageCapacity;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;

/// How much room there is for volumes of a class; only the amounts change.
public final class CsiStorageCapacityStrategy extends GenericStrategy<CSIStorageCapacity> {
  private static final FieldPath CLASS = FieldPath.of("storageClassName");

  public CsiStorageCapacityStrategy(ResourceType resource) {
    super(resource, StorageTables.CAPACITIES);
  }

  @Override
  protected void check(CSIStorageCapacity room, StrategyContext context, Problems problems) {
    LabelSelectorValidation.check(room.getNodeTopology(), FieldPath.of("nodeTopology"), problems);
    problems.invalid(
        CLASS, room.getStorageClassName(), Names.isDns1123Subdomain(room.getStorageClassName()));
    if (room.hasCapacity()) {
      checkAmount(room.getCapacity(), FieldPath.of("capacity"), problems);
    }
  }

  @Override
  protected void checkUpdate(
      CSIStorageCapacity updated,
      CSIStorageCapacity existing,
      StrategyContext context,
      Problems problems) {
    check(updated, context, problems);
    problems.unchanged(
        FieldPath.of("nodeTopology"),
        Problems.pointed(updated.hasNodeTopology(), updated.getNodeTopology()),
        Problems.pointed(existing.hasNodeTopology(), existing.getNodeTopology()));
    problems.unchanged(CLASS, updated.getStorageClassName(), existing.getStorageClassName());
  }

  private static void checkAmount(Quantity quantity, FieldPath path, Problems problems) {
    var amount = Amount.of(quantity);
    if (amount.signum() < 0) {
      problems.invalid(path, amount.toString(), Messages.NON_NEGATIVE);
    }
  }
}
