package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.apply.ServerSideApply;
import dev.coxswain.apimachinery.apply.Writer;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.patch.JsonPatch;
import dev.coxswain.apimachinery.patch.MergePatch;
import dev.coxswain.apimachinery.patch.StrategicMergePatch;
import dev.coxswain.apimachinery.schema.Schemas;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Turns a patch into what its sender wants in place of an object.
final class Patches {
  private Patches() {}

  /// @param writer who applies; only server-side apply books itself
  static Updates.Change change(
      ApiRequest.Patch request, KindType kind, Writer writer, Consumer<String> warnings) {
    var patch = request.patch();
    return switch (request.type()) {
      case JSON -> shown -> decoded(JsonPatch.apply(tree(shown), patch), request, kind, warnings);
      case MERGE ->
          shown -> merged(shown, request, kind, warnings, tree -> MergePatch.apply(tree, patch));
      case STRATEGIC -> {
        var schema = Schemas.of(kind.descriptor());
        yield shown ->
            merged(
                shown,
                request,
                kind,
                warnings,
                tree -> StrategicMergePatch.apply((ObjectNode) tree, patch, schema));
      }
      case APPLY -> new Apply(applied(patch), request.force(), kind, writer);
    };
  }

  /// A patch that names fields changes no others. What cannot be told from its fields alone is told
  /// of the whole object, and so are all complaints.
  private static Message merged(
      Message shown,
      ApiRequest.Patch request,
      KindType kind,
      Consumer<String> warnings,
      UnaryOperator<JsonNode> patch) {
    var excerpt = changes(request.patch()).flatMap(names -> Excerpt.of(shown, kind, names));
    if (excerpt.isPresent()) {
      var patched = patch.apply(tree(excerpt.get().part()));
      try {
        var decoded = JsonCodec.read(patched, kind, FieldValidation.STRICT);
        return excerpt.get().with(decoded.object());
      } catch (DecodeException _) {
        // Said below, where the message shows the whole object.
      }
    }
    return decoded(patch.apply(tree(shown)), request, kind, warnings);
  }

  private static Optional<ObjectNode> changes(byte[] patch) {
    try {
      return JsonCodec.parse(patch) instanceof ObjectNode changes
          ? Optional.of(changes)
          : Optional.empty();
    } catch (DecodeException _) {
      return Optional.empty();
    }
  }

  /// Server-side apply, which also says who owns what afterwards.
  record Apply(ObjectNode applied, boolean force, KindType kind, Writer writer)
      implements Updates.Change {
    @Override
    public Message wanted(Message shown) {
      var result = ServerSideApply.apply(shown, applied, writer, force);
      var object = readable(result.object());
      return Metadata.edit(
          object, meta -> meta.clearManagedFields().addAllManagedFields(result.managedFields()));
    }

    private Message readable(JsonNode merged) {
      try {
        return JsonCodec.read(merged, kind, FieldValidation.IGNORE).object();
      } catch (DecodeException e) {
        throw Refusals.badRequest("error decoding patch: " + e.getMessage());
      }
    }

    @Override
    public boolean booked() {
      return true;
    }
  }

  /// What apply cannot do without.
  static void checkApply(ApiRequest.Patch request) {
    if (request.type() == PatchType.APPLY && request.options().fieldManager().isEmpty()) {
      throw Refusals.invalidOptions(
          "PatchOptions",
          List.of(
              FieldError.required(FieldPath.of("fieldManager"), "is required for apply patch")));
    }
    if (request.type() != PatchType.APPLY && request.force()) {
      throw Refusals.invalidOptions(
          "PatchOptions",
          List.of(
              FieldError.forbidden(
                  FieldPath.of("force"), "may not be specified for non-apply patch")));
    }
  }

  private static JsonNode tree(Message shown) {
    return JsonCodec.toTree(shown);
  }

  private static ObjectNode applied(byte[] yaml) {
    try {
      if (JsonCodec.parse(YamlCodec.toJson(yaml)) instanceof ObjectNode object) {
        return object;
      }
    } catch (DecodeException e) {
      throw Refusals.badRequest("error decoding YAML: " + e.getMessage());
    }
    throw Refusals.badRequest("error decoding YAML: the document is no object");
  }

  private static Message decoded(
      JsonNode patched, ApiRequest.Patch request, KindType kind, Consumer<String> warnings) {
    var validation = request.options().validation();
    try {
      var decoded = JsonCodec.read(patched, kind, validation);
      if (validation == FieldValidation.WARN) {
        decoded.warnings().forEach(warnings);
      }
      return decoded.object();
    } catch (DecodeException e) {
      // The patch makes something of the object that it cannot be.
      var value = new String(JsonCodec.toJson(patched), StandardCharsets.UTF_8);
      throw Refusals.invalidPatch(FieldError.invalid(FieldPath.of("patch"), value, e.getMessage()));
    }
  }
}
