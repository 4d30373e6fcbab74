package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.meta.Metadata;
import java.util.stream.Collectors;

/// What a new status of a pod does not say, because its writer knows less than the last one.
final class PodStatusPreparation {
  private PodStatusPreparation() {}

  static Pod prepared(Pod updated, Pod existing) {
    var status = updated.getStatus().toBuilder();
    var before = existing.getStatus();
    if (status.getQosClass().isEmpty()) {
      status.setQosClass(before.getQosClass());
    }
    if (status.getObservedGeneration() == 0) {
      status.setObservedGeneration(before.getObservedGeneration());
    }
    var observed =
        before.getConditionsList().stream()
            .collect(
                Collectors.toMap(
                    PodCondition::getType, PodCondition::getObservedGeneration, (_, last) -> last));
    for (var condition : status.getConditionsBuilderList()) {
      if (condition.getObservedGeneration() == 0) {
        condition.setObservedGeneration(observed.getOrDefault(condition.getType(), 0L));
      }
    }
    // Only a deletion decides when a pod goes.
    var old = existing.getMetadata();
    return Metadata.edit(
        updated.toBuilder().setStatus(status).build(),
        meta -> {
          meta.clearDeletionTimestamp();
          if (old.hasDeletionTimestamp()) {
            meta.setDeletionTimestamp(old.getDeletionTimestamp());
          }
        });
  }
}
