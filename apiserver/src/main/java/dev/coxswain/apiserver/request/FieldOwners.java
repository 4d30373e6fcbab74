package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.apply.FieldSet;
import dev.coxswain.apimachinery.apply.ManagedFieldsUpdater;
import dev.coxswain.apimachinery.apply.Writer;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.GoText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Keeps `managedFields`: who wrote which field.
final class FieldOwners {
  /// In bytes.
  private static final int MAX_NAME = 128;

  private static final FieldSet SPEC = FieldSet.of("spec");

  /// Where more than the spec is out of reach of the status.
  private static final Map<String, FieldSet> STATUS_LEAVES =
      Map.of(
          "deployments.apps",
          FieldSet.of("spec", "metadata.labels"),
          "pods",
          FieldSet.of("spec", "metadata.deletionTimestamp", "metadata.ownerReferences"));

  private FieldOwners() {}

  /// The object with what this write changed booked to its manager.
  ///
  /// @param live as it was; empty on create
  static Message update(Optional<Message> live, Message updated, Writer writer) {
    return ManagedFieldsUpdater.afterUpdate(live, updated, writer);
  }

  /// Who writes.
  static Writer writer(Target target, WriteOptions options, RequestContext context, Instant now) {
    return Writer.of(manager(options, context), target.resource().groupVersion().apiVersion(), now)
        .through(target.subresource())
        .without(reset(target));
  }

  /// Whether nothing but times in `managedFields` differs: then the write need not happen.
  static boolean sameButForTimes(Message a, Message b) {
    return ManagedFieldsUpdater.sameButForTimes(
            Metadata.of(a).getManagedFieldsList(), Metadata.of(b).getManagedFieldsList())
        && WireCodec.equivalent(bare(a), bare(b));
  }

  private static Message bare(Message object) {
    return Metadata.edit(object, meta -> meta.clearManagedFields());
  }

  /// What a write to this part of the object leaves as it is.
  private static FieldSet reset(Target target) {
    return switch (target.subresource()) {
      case "" ->
          target.resource().subresource("status").isPresent()
              ? FieldSet.of("status")
              : FieldSet.EMPTY;
      case "status" -> STATUS_LEAVES.getOrDefault(target.resource().groupResource(), SPEC);
      default -> FieldSet.EMPTY;
    };
  }

  /// The field manager, or the program that the user agent names.
  private static String manager(WriteOptions options, RequestContext context) {
    if (!options.fieldManager().isEmpty()) {
      return options.fieldManager();
    }
    var printable = new StringBuilder();
    int bytes = 0;
    var program = context.userAgent().split("/", 2)[0];
    for (int c : program.codePoints().filter(GoText::isPrintable).toArray()) {
      bytes += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_NAME) {
        break;
      }
      printable.appendCodePoint(c);
    }
    return printable.toString();
  }
}
