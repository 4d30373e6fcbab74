package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Map;

/// Storage classes; only whether volumes may grow can change.
public final class StorageClassStrategy extends GenericStrategy<StorageClass> {
  private static final int MAX_PARAMETERS = 512;
  private static final int MAX_PARAMETER_BYTES = 256 * 1024;
  private static final List<String> RECLAIM = List.of("Delete", "Retain");
  private static final List<String> BINDING = List.of("Immediate", "WaitForFirstConsumer");

  public StorageClassStrategy(ResourceType resource) {
    super(resource, StorageTables.STORAGE_CLASSES);
  }

  @Override
  protected void check(StorageClass storage, StrategyContext context, Problems problems) {
    DriverNames.checkProvisioner(storage.getProvisioner(), FieldPath.of("provisioner"), problems);
    checkParameters(storage.getParametersMap(), FieldPath.of("parameters"), problems);
    if (!storage.getReclaimPolicy().isEmpty()) {
      problems.oneOf(FieldPath.of("reclaimPolicy"), storage.getReclaimPolicy(), RECLAIM);
    }
    problems.oneOf(FieldPath.of("volumeBindingMode"), storage.getVolumeBindingMode(), BINDING);
    TopologyTermValidation.check(
        storage.getAllowedTopologiesList(), FieldPath.of("allowedTopologies"), problems);
  }

  static void checkParameters(Map<String, String> parameters, FieldPath path, Problems problems) {
    if (parameters.size() > MAX_PARAMETERS) {
      problems.tooLong(path, MAX_PARAMETERS);
      return;
    }
    if (parameters.containsKey("")) {
      problems.invalid(path, "", "field can not be empty.");
    }
    long size =
        parameters.entrySet().stream()
            .mapToLong(e -> e.getKey().length() + e.getValue().length())
            .sum();
    if (size > MAX_PARAMETER_BYTES) {
      problems.tooLong(path, MAX_PARAMETER_BYTES);
    }
  }

  @Override
  protected void checkUpdate(
      StorageClass updated, StorageClass existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    problems.unchanged(
        FieldPath.of("parameters"),
        Problems.map(updated.getParametersMap()),
        Problems.map(existing.getParametersMap()));
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
