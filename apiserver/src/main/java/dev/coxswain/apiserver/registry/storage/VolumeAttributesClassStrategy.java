package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.storage.v1.VolumeAttributesClass;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Sets of attributes that volumes may be given; a class never changes.
public final class VolumeAttributesClassStrategy extends GenericStrategy<VolumeAttributesClass> {
  private static final FieldPath DRIVER = FieldPath.of("driverName");
  private static final FieldPath PARAMETERS = FieldPath.of("parameters");

  public VolumeAttributesClassStrategy(ResourceType resource) {
    super(resource, StorageTables.ATTRIBUTES_CLASSES);
  }

  @Override
  protected void check(
      VolumeAttributesClass attributes, StrategyContext context, Problems problems) {
    DriverNames.checkProvisioner(attributes.getDriverName(), DRIVER, problems);
    StorageClassStrategy.checkParameters(attributes.getParametersMap(), PARAMETERS, problems);
    if (attributes.getParametersCount() == 0) {
      problems.required(PARAMETERS, "must contain at least one key/value pair");
    }
  }

  @Override
  protected void checkUpdate(
      VolumeAttributesClass updated,
      VolumeAttributesClass existing,
      StrategyContext context,
      Problems problems) {
    problems.unchanged(DRIVER, updated.getDriverName(), existing.getDriverName());
    problems.unchanged(
        PARAMETERS,
        Problems.map(updated.getParametersMap()),
        Problems.map(existing.getParametersMap()));
    check(updated, context, problems);
  }
}
