package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schemas;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.List;
import java.util.Optional;

/// Server-side apply: merges what somebody wants into what is there, and keeps book of who wants
/// what.
public final class ServerSideApply {
  private static final String BEFORE_FIRST_APPLY = "before-first-apply";

  /// What there is to write.
  ///
  /// @param object the merged object, not yet defaulted and without `managedFields`
  /// @param managedFields belong into the object once it is decoded
  /// @param changed whether anything but the entries is different from before
  public record Applied(
      ObjectNode object, List<ManagedFieldsEntry> managedFields, boolean changed) {}

  private final JsonNode empty;
  private final JsonNode live;
  private final JsonNode applied;
  private final Schema schema;
  private final Writer writer;
  private final Manager applier;

  private ServerSideApply(
      JsonNode empty, JsonNode live, JsonNode applied, Schema schema, Writer writer) {
    this.empty = empty;
    this.live = live;
    this.applied = applied;
    this.schema = schema;
    this.writer = writer;
    this.applier = writer.as(Manager.APPLY);
  }

  /// Applies to an object, or to the empty message of its type when there is none yet.
  ///
  /// @throws ApiException `Conflict` naming each field that somebody else manages, unless forced;
  ///   `BadRequest` or an error without reason if the applied object cannot be understood
  public static Applied apply(Message live, JsonNode applied, Writer writer, boolean force) {
    return apply(
        JsonCodec.toTree(live.getDefaultInstanceForType()),
        JsonCodec.toTree(live),
        Metadata.of(live).getManagedFieldsList(),
        applied,
        Schemas.of(live.getDescriptorForType()),
        writer,
        force);
  }

  /// Like [#apply(Message,JsonNode,Writer,boolean)], for objects that are trees only.
  ///
  /// @param empty an object of the kind without any fields, as it is before a create
  /// @param entries the `managedFields` of the live object
  public static Applied apply(
      JsonNode empty,
      JsonNode live,
      List<ManagedFieldsEntry> entries,
      JsonNode applied,
      Schema schema,
      Writer writer,
      boolean force) {
    check(applied, empty.path("kind").asText(), schema, writer);
    try {
      var apply =
          new ServerSideApply(
              empty, SystemFields.withoutManagedFields(live), applied, schema, writer);
      return apply.run(Managed.of(entries), force);
    } catch (MergeException e) {
      throw failure(e.getMessage());
    }
  }

  private Applied run(Managed managed, boolean force) {
    if (managed.isEmpty()) {
      adopt(managed);
    }
    var before = managed.of(applier).map(Managed.Owned::fields).orElse(FieldSet.EMPTY);
    var now = SystemFields.strip(OwnedFields.of(applied, schema).minusDeep(writer.reset()));
    var merged = prune(Merger.merge(live, applied, schema), managed, before, now);
    var changes = Comparison.of(live, merged, schema).without(writer.reset());
    if (!force) {
      refuseConflicts(Conflicts.of(managed, changes.changed(), applier));
    }
    var changed = !JsonValues.equal(live, merged);
    Tracking.take(managed, changes, Optional.of(applier));
    managed.set(
        applier, now, writer.apiVersion(), changed ? Optional.of(writer.now()) : Optional.empty());
    return result(merged, managed, changed);
  }

  private Applied result(JsonNode merged, Managed managed, boolean changed) {
    ObjectNode object =
        merged.isObject() ? merged.deepCopy() : JsonNodeFactory.instance.objectNode();
    if (writer.manager().equals(LastApplied.KUBECTL)) {
      LastApplied.refresh(object, applied);
    }
    return new Applied(object, managed.encode(), changed);
  }

  /// Fields of an object that nobody has managed so far get a manager, so that changing them is a
  /// conflict.
  private void adopt(Managed managed) {
    Tracking.update(managed, Comparison.of(empty, live, schema), writer.named(BEFORE_FIRST_APPLY));
  }

  /// kubectl may take over what it applied from the client's side.
  private void refuseConflicts(Conflicts conflicts) {
    if (conflicts.isEmpty()) {
      return;
    }
    var remaining =
        writer.manager().equals(LastApplied.KUBECTL)
            ? conflicts.without(LastApplied.untouched(live, schema, writer.apiVersion()))
            : conflicts;
    if (!remaining.isEmpty()) {
      throw remaining.refusal();
    }
  }

  /// Takes out what the applier had applied before, applies no longer, and nobody else manages.
  private JsonNode prune(JsonNode merged, Managed managed, FieldSet before, FieldSet now) {
    if (before.isEmpty()) {
      return merged;
    }
    var last = before.withStructs(schema);
    var wanted = now;
    for (var entry : managed.all().entrySet()) {
      if (!entry.getKey().equals(applier)) {
        wanted = wanted.union(entry.getValue().fields());
      }
    }
    var all = OwnedFields.of(merged, schema).withStructs(schema);
    var pruned = Remover.remove(merged, last, schema);
    pruned =
        Remover.remove(merged, all.minus(fields(pruned).union(wanted.withStructs(schema))), schema);
    return Remover.remove(merged, all.minus(fields(pruned)).intersection(last), schema);
  }

  private FieldSet fields(JsonNode object) {
    return OwnedFields.of(object, schema).withStructs(schema);
  }

  /// The merged object does not fit the type of the live one.
  public static ApiException unconvertible(JsonNode applied, String why) {
    return failure(
        "failed to convert new object (%s) to proper version: unable to convert unstructured object to %s: %s"
            .formatted(described(applied), kind(applied), why));
  }

  private static void check(JsonNode applied, String kind, Schema schema, Writer writer) {
    var version = applied.path("apiVersion").asText();
    if (!version.equals(writer.apiVersion())) {
      throw ApiException.of(
          new Refusal.BadRequest(
              "Incorrect version specified in apply patch. Specified patch version: %s, expected: %s"
                  .formatted(version, writer.apiVersion())));
    }
    if (applied.path("metadata").hasNonNull("managedFields")) {
      throw ApiException.of(new Refusal.BadRequest("metadata.managedFields must be nil"));
    }
    checkKind(applied, kind);
    try {
      TypeCheck.check(applied, schema);
    } catch (MergeException e) {
      throw untyped(applied, e.getMessage());
    }
  }

  private static void checkKind(JsonNode applied, String kind) {
    var declared =
        GroupVersion.parse(applied.path("apiVersion").asText())
            .withKind(applied.path("kind").asText());
    if (declared.kind().equals(kind)) {
      return;
    }
    if (Scheme.kubernetes().kind(declared).isEmpty()) {
      throw untyped(applied, "no corresponding type for " + kind(applied));
    }
    throw failure(
        "failed to merge config: expected objects of the same type, but got %s and %s"
            .formatted(kind, declared.kind()));
  }

  private static ApiException untyped(JsonNode applied, String why) {
    return failure(
        "failed to create typed patch object (%s): %s".formatted(described(applied), why));
  }

  /// As in `default/web; apps/v1, Kind=Deployment`.
  private static String described(JsonNode applied) {
    var metadata = applied.path("metadata");
    return "%s/%s; %s"
        .formatted(
            metadata.path("namespace").asText(), metadata.path("name").asText(), kind(applied));
  }

  private static String kind(JsonNode applied) {
    var version = applied.path("apiVersion").asText();
    return "%s, Kind=%s"
        .formatted(version.contains("/") ? version : "/" + version, applied.path("kind").asText());
  }

  /// Upstream has no reason for these.
  private static ApiException failure(String message) {
    return new ApiException(
        Status.newBuilder().setStatus("Failure").setMessage(message).setCode(500).build());
  }
}
