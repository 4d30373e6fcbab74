package dev.coxswain.apimachinery.apply;

import com.google.protobuf.ByteString;
import dev.coxswain.api.meta.v1.FieldsV1;
import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Who owns the number of replicas: in a `Scale`, which shows nothing else of its parent, and in
/// the parent.
public final class ScaleOwners {
  private static final String SCALE_VERSION = "autoscaling/v1";

  /// The same field in either.
  private static final FieldSet REPLICAS = FieldSet.of("spec.replicas");

  private ScaleOwners() {}

  /// The entries of a parent as its scale has them: those that own the replicas, and no other
  /// field.
  public static List<ManagedFieldsEntry> inScale(List<ManagedFieldsEntry> parent) {
    var fields = FieldsV1.newBuilder().setRaw(ByteString.copyFrom(REPLICAS.toJson())).build();
    return parent.stream()
        .filter(ScaleOwners::ownsReplicas)
        .map(entry -> entry.toBuilder().setApiVersion(SCALE_VERSION).setFieldsV1(fields).build())
        .toList();
  }

  /// The entries of a parent after its scale has got others. Entries that cannot be read change
  /// nothing.
  ///
  /// @param apiVersion of the parent
  public static List<ManagedFieldsEntry> inParent(
      List<ManagedFieldsEntry> parent, List<ManagedFieldsEntry> scale, String apiVersion) {
    try {
      return moved(Managed.of(parent), scale, apiVersion).encode();
    } catch (MergeException _) {
      return parent;
    }
  }

  private static Managed moved(Managed managed, List<ManagedFieldsEntry> scale, String apiVersion) {
    var owners = new LinkedHashMap<Manager, ManagedFieldsEntry>();
    for (var entry : scale) {
      var manager =
          Manager.of(entry.getManager(), entry.getOperation(), apiVersion, entry.getSubresource());
      owners.put(manager, entry);
    }
    for (var manager : List.copyOf(managed.all().keySet())) {
      var owned = managed.all().get(manager);
      if (owned.intersects(REPLICAS) && !owners.containsKey(manager)) {
        managed.keep(manager, owned.fields().minus(REPLICAS));
      }
    }
    owners.forEach((manager, entry) -> {
      var before = managed.of(manager).map(Managed.Owned::fields).orElse(FieldSet.EMPTY);
      var time = Optional.of(Instant.ofEpochSecond(entry.getTime().getSeconds()));
      managed.set(manager, before.union(REPLICAS), apiVersion, time);
    });
    return managed;
  }

  private static boolean ownsReplicas(ManagedFieldsEntry entry) {
    try {
      return REPLICAS.intersects(entry.getFieldsV1().getRaw().toByteArray());
    } catch (IllegalArgumentException _) {
      return false; // Nobody can say what this entry owns.
    }
  }
}
