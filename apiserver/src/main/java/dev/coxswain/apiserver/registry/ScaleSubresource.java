package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;
import dev.coxswain.api.autoscaling.v1.Scale;
import dev.coxswain.api.autoscaling.v1.ScaleStatus;
import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.apply.ScaleOwners;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// `scale`: the number of replicas alone, the same for every kind that has one.
///
/// @param wanted reads the number of replicas from the spec
/// @param status how many there are, and which pods they are
/// @param resized the object with another number of replicas
public record ScaleSubresource<T extends Message>(
    Function<T, Integer> wanted, Function<T, ScaleStatus> status, BiFunction<T, Integer, T> resized)
    implements SubresourceStrategy<T, Scale> {

  @Override
  public Scale prototype() {
    return Scale.getDefaultInstance();
  }

  /// With the owners of the number of replicas, whom nobody is shown.
  @Override
  public Scale read(T parent) {
    var owners = ScaleOwners.inScale(Metadata.of(parent).getManagedFieldsList());
    return Metadata.edit(shown(parent), m -> m.addAllManagedFields(owners));
  }

  @Override
  public Scale shown(T parent) {
    var scale = Scale.newBuilder().setMetadata(identity(Metadata.of(parent)));
    scale.getSpecBuilder().setReplicas(wanted.apply(parent));
    return scale.setStatus(status.apply(parent)).build();
  }

  @Override
  public List<FieldError> validate(Scale scale, T existing, StrategyContext context) {
    var problems = new Problems();
    ObjectMetaValidation.checkLabels(
        scale.getMetadata().getLabelsMap(), Problems.METADATA.child("labels"), problems);
    problems.nonNegative(Problems.SPEC.child("replicas"), scale.getSpec().getReplicas());
    return problems.all();
  }

  @Override
  public T write(T existing, Scale scale, StrategyContext context) {
    var owned = withOwners(existing, scale.getMetadata().getManagedFieldsList());
    int replicas = scale.getSpec().getReplicas();
    if (wanted.apply(existing) == replicas) {
      return owned;
    }
    var changed = resized.apply(owned, replicas);
    long generation = Metadata.of(existing).getGeneration() + 1;
    return Metadata.edit(changed, m -> m.setGeneration(generation));
  }

  private static <T extends Message> T withOwners(T parent, List<ManagedFieldsEntry> owners) {
    if (owners.isEmpty()) {
      return parent;
    }
    var version = Scheme.kubernetes().kindOf(parent).gvk().apiVersion();
    var before = Metadata.of(parent).getManagedFieldsList();
    var after = ScaleOwners.inParent(before, owners, version);
    return Metadata.edit(parent, m -> m.clearManagedFields().addAllManagedFields(after));
  }

  private static ObjectMeta identity(ObjectMeta parent) {
    return ObjectMeta.newBuilder()
        .setName(parent.getName())
        .setNamespace(parent.getNamespace())
        .setUid(parent.getUid())
        .setResourceVersion(parent.getResourceVersion())
        .setCreationTimestamp(parent.getCreationTimestamp())
        .build();
  }
}
