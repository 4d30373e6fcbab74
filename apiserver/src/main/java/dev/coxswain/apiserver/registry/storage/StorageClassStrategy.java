package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Storage classes; only whether volumes may grow can change.
public final class StorageClassStrategy extends GenericStrategy<StorageClass> {
  private static final List<String> RECLAIM = List.of("Delete", "Retain");
  private static final List<String> BINDING = List.of("Immediate", "WaitForFirstConsumer");

  public StorageClassStrategy(ResourceType resource) {
    super(resource, StorageTables.STORAGE_CLASSES);
  }

  @Override
  protected void check(StorageClass storage, StrategyContext context, Problems problems) {
    var provisioner = FieldPath.of("provisioner");
    if (storage.getProvisioner().isEmpty()) {
      problems.required(provisioner);
    } else {
      problems.invalid(
          provisioner,
          storage.getProvisioner(),
          Names.isQualifiedName(storage.getProvisioner().toLowerCase(Locale.ROOT)));
    }
    if (storage.getParametersMap().containsKey("")) {
      problems.invalid(FieldPath.of("parameters"), 0, "field can not be empty.");
    }
    problems.oneOf(FieldPath.of("reclaimPolicy"), storage.getReclaimPolicy(), RECLAIM);
    problems.oneOf(FieldPath.of("volumeBindingMode"), storage.getVolumeBindingMode(), BINDING);
  }

  @Override
  protected void checkUpdate(
      StorageClass updated, StorageClass existing, StrategyContext context, Problems problems) {
    problems.unchanged(
        FieldPath.of("parameters"),
        new TreeMap<>(updated.getParametersMap()),
        new TreeMap<>(existing.getParametersMap()));
    problems.unchanged(
        FieldPath.of("provisioner"), updated.getProvisioner(), existing.getProvisioner());
    problems.unchanged(
        FieldPath.of("reclaimPolicy"), updated.getReclaimPolicy(), existing.getReclaimPolicy());
    problems.unchanged(
        FieldPath.of("volumeBindingMode"),
        updated.getVolumeBindingMode(),
        existing.getVolumeBindingMode());
  }
}
