package dev.coxswain.apimachinery.apply;

import com.google.protobuf.ByteString;
import dev.coxswain.api.meta.v1.FieldsV1;
import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import dev.coxswain.api.meta.v1.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `managedFields` of one object while a request changes them. Entries that nobody touches keep
/// their bytes.
final class Managed {
  /// What one manager has; `fields` is read from `entry` when it is first wanted.
  static final class Owned {
    private final ManagedFieldsEntry entry;
    private FieldSet fields;
    private boolean changed;

    private Owned(ManagedFieldsEntry entry) {
      this.entry = entry;
    }

    /// @throws MergeException if they are not written as they must be
    FieldSet fields() {
      if (fields == null) {
        try {
          fields = ReadFieldSets.of(entry.getFieldsV1().getRaw());
        } catch (IllegalArgumentException e) {
          throw unreadable(e);
        }
      }
      return fields;
    }

    boolean isEmpty() {
      return fields == null ? raw().length <= "{}".length() : fields.isEmpty();
    }

    /// Whether some of its fields are among these.
    boolean intersects(FieldSet others) {
      if (fields != null) {
        return !fields.intersection(others).isEmpty();
      }
      try {
        return others.intersects(raw());
      } catch (IllegalArgumentException e) {
        throw unreadable(e);
      }
    }

    private byte[] raw() {
      return entry.getFieldsV1().getRaw().toByteArray();
    }

    private MergeException unreadable(IllegalArgumentException e) {
      return new MergeException("cannot read the fields of " + entry.getManager(), e);
    }

    String apiVersion() {
      return entry.getApiVersion();
    }

    Optional<Time> time() {
      return entry.hasTime() ? Optional.of(entry.getTime()) : Optional.empty();
    }

    long seconds() {
      return entry.getTime().getSeconds();
    }

    private ManagedFieldsEntry encode() {
      return changed
          ? entry.toBuilder()
              .setFieldsType("FieldsV1")
              .setFieldsV1(FieldsV1.newBuilder().setRaw(ByteString.copyFrom(fields.toJson())))
              .build()
          : entry;
    }
  }

  private final Map<Manager, Owned> owned;

  private Managed(Map<Manager, Owned> owned) {
    this.owned = owned;
  }

  static Managed empty() {
    return new Managed(new LinkedHashMap<>());
  }

  /// Reads the entries of an object.
  ///
  /// @throws MergeException if one of them is not an entry
  static Managed of(List<ManagedFieldsEntry> entries) {
    var managed = empty();
    for (var entry : entries) {
      check(entry, managed.owned.size());
      managed.owned.put(Manager.of(entry), new Owned(entry));
    }
    return managed;
  }

  Managed copy() {
    return new Managed(new LinkedHashMap<>(owned));
  }

  boolean isEmpty() {
    return owned.isEmpty();
  }

  Map<Manager, Owned> all() {
    return owned;
  }

  Optional<Owned> of(Manager manager) {
    return Optional.ofNullable(owned.get(manager));
  }

  /// Gives a manager other fields. With none left, its entry goes.
  void set(Manager manager, FieldSet fields, String apiVersion, Optional<Instant> time) {
    if (fields.isEmpty()) {
      owned.remove(manager);
      return;
    }
    var known = owned.get(manager);
    var entry =
        (known == null ? ManagedFieldsEntry.newBuilder() : known.entry.toBuilder())
            .setManager(manager.name())
            .setOperation(manager.operation())
            .setSubresource(manager.subresource())
            .setApiVersion(apiVersion);
    time.ifPresent(now -> entry.setTime(Time.newBuilder().setSeconds(now.getEpochSecond())));
    var owner = new Owned(entry.build());
    owner.fields = fields;
    owner.changed = true;
    owned.put(manager, owner);
  }

  /// A manager has written what it owns already: only the time is another.
  void touch(Manager manager, String apiVersion, Instant time) {
    var known = owned.get(manager);
    var entry =
        known.entry.toBuilder()
            .setApiVersion(apiVersion)
            .setTime(Time.newBuilder().setSeconds(time.getEpochSecond()));
    var owner = new Owned(entry.build());
    owner.fields = known.fields;
    owner.changed = known.changed;
    owned.put(manager, owner);
  }

  /// Gives a manager other fields and leaves everything else about it.
  void keep(Manager manager, FieldSet fields) {
    set(manager, fields, owned.get(manager).apiVersion(), Optional.empty());
  }

  void remove(Manager manager) {
    owned.remove(manager);
  }

  /// What appliers own comes first; among these, older entries.
  List<ManagedFieldsEntry> encode() {
    var entries = new ArrayList<ManagedFieldsEntry>();
    owned.values().forEach(owner -> entries.add(owner.encode()));
    entries.sort(
        Comparator.comparing(ManagedFieldsEntry::getOperation)
            .thenComparingLong(entry -> entry.getTime().getSeconds())
            .thenComparing(ManagedFieldsEntry::getManager)
            .thenComparing(ManagedFieldsEntry::getApiVersion)
            .thenComparing(ManagedFieldsEntry::getSubresource));
    return entries;
  }

  private static void check(ManagedFieldsEntry entry, int index) {
    if (!entry.getOperation().equals(Manager.APPLY)
        && !entry.getOperation().equals(Manager.UPDATE)) {
      throw new MergeException("operation must be `Apply` or `Update`");
    }
    if (entry.getApiVersion().isEmpty()) {
      throw new MergeException("apiVersion must not be empty");
    }
    if (entry.getFieldsType().isEmpty()) {
      throw new MergeException("missing fieldsType in managed fields entry " + index);
    }
    if (!entry.getFieldsType().equals("FieldsV1")) {
      throw new MergeException(
          "invalid fieldsType \"" + entry.getFieldsType() + "\" in managed fields entry " + index);
    }
  }
}
