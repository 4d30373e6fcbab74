package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schemas;
import java.util.List;
import java.util.Optional;

/// Keeps `managedFields` true after a create, an update or a patch that was not an apply.
public final class ManagedFieldsUpdater {
  private ManagedFieldsUpdater() {}

  /// The updated object with the `managedFields` that follow from the change.
  ///
  /// Call it on decoded and defaulted objects, before admission and before the resource's own
  /// preparations. Where the ownership cannot be told because the object is malformed, it stays as
  /// it was.
  ///
  /// @param live empty on create
  public static <M extends Message> M afterUpdate(Optional<M> live, M updated, Writer writer) {
    var metadata = Metadata.of(updated);
    var liveMetadata = live.map(Metadata::of);
    var managed = managedBefore(liveMetadata, metadata, writer);
    if (managed.isEmpty() && live.isPresent()) {
      return withEntries(updated, List.of());
    }
    try {
      var parts = ChangedParts.of(live.orElseGet(() -> empty(updated)), updated);
      var comparison =
          Comparison.of(parts.before(), parts.after(), Schemas.of(updated.getDescriptorForType()));
      Tracking.update(managed, comparison, writer);
      return withEntries(updated, managed.encode());
    } catch (MergeException _) {
      return withEntries(
          updated, liveMetadata.map(ObjectMeta::getManagedFieldsList).orElse(List.of()));
    }
  }

  /// Like [#afterUpdate(Optional,Message,Writer)] for objects that are trees only: the entries that
  /// follow from the change.
  ///
  /// @param before on create, the empty object of the kind
  /// @param entries of the object before the change
  public static List<ManagedFieldsEntry> afterUpdate(
      JsonNode before,
      List<ManagedFieldsEntry> entries,
      JsonNode after,
      Schema schema,
      Writer writer) {
    var managed = readable(entries);
    var comparison =
        Comparison.of(
            SystemFields.withoutManagedFields(before),
            SystemFields.withoutManagedFields(after),
            schema);
    Tracking.update(managed, comparison, writer);
    return managed.encode();
  }

  /// Whether the entries say the same and differ at most in their times. If nothing else of an
  /// object has changed, it need not be written.
  public static boolean sameButForTimes(List<ManagedFieldsEntry> a, List<ManagedFieldsEntry> b) {
    return timeless(a).equals(timeless(b));
  }

  private static List<ManagedFieldsEntry> timeless(List<ManagedFieldsEntry> entries) {
    return entries.stream().map(entry -> entry.toBuilder().clearTime().build()).toList();
  }

  /// Clients may hand over other entries, and reset them with a single empty one; whoever leaves
  /// them out, or writes through a subresource, means what is there.
  private static Managed managedBefore(
      Optional<ObjectMeta> live, ObjectMeta updated, Writer writer) {
    var liveEntries = live.map(ObjectMeta::getManagedFieldsList).orElse(List.of());
    var entries = updated.getManagedFieldsList();
    if (!writer.subresource().isEmpty() || entries.isEmpty()) {
      return readable(liveEntries);
    }
    if (entries.equals(List.of(ManagedFieldsEntry.getDefaultInstance()))) {
      return Managed.empty();
    }
    try {
      return Managed.of(entries);
    } catch (MergeException _) {
      return readable(liveEntries);
    }
  }

  private static Managed readable(List<ManagedFieldsEntry> entries) {
    try {
      return Managed.of(entries);
    } catch (MergeException _) {
      return Managed.empty();
    }
  }

  private static <M extends Message> M withEntries(M object, List<ManagedFieldsEntry> entries) {
    return Metadata.edit(
        object, metadata -> metadata.clearManagedFields().addAllManagedFields(entries));
  }

  @SuppressWarnings("unchecked")
  private static <M extends Message> M empty(M object) {
    return (M) object.getDefaultInstanceForType();
  }
}
