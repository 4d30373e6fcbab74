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
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.schema.Schemas;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Turns a patch into what its sender wants in place of an object.
final class Patches {
  private Patches() {}

  /// @param writer who applies; only server-side apply books itself
  static Updates.Change change(
      ApiRequest.Patch request, KindType kind, Writer writer, Consumer<String> warnings) {
    var patch = parse(request);
    return switch (request.type()) {
      case JSON ->
          shown -> decoded(JsonPatch.apply(tree(shown), patch), request, kind, patch, warnings);
      case MERGE ->
          shown -> {
            requireObject(patch);
            var merged = MergePatch.apply(tree(shown), patch);
            return decoded(merged, request, kind, patch, warnings);
          };
      case STRATEGIC ->
          shown -> {
            var object = requireObject(patch);
            var schema = Schemas.of(kind.descriptor());
            var merged = StrategicMergePatch.apply((ObjectNode) tree(shown), object, schema);
            return decoded(merged, request, kind, patch, warnings);
          };
      case APPLY -> new Apply(requireObject(patch), request.force(), kind, writer);
    };
  }

  /// Server-side apply, which also says who owns what afterwards.
  record Apply(ObjectNode applied, boolean force, KindType kind, Writer writer)
      implements Updates.Change {
    @Override
    public Message wanted(Message shown) {
      var result = ServerSideApply.apply(shown, applied, writer, force);
      var object = JsonCodec.read(result.object(), kind, FieldValidation.IGNORE).object();
      return Metadata.edit(
          object,
          meta -> meta.clearManagedFields().addAllManagedFields(result.managedFields()));
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
              FieldError.required(
                  FieldPath.of("fieldManager"), "is required for apply patch")));
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

  private static JsonNode parse(ApiRequest.Patch request) {
    try {
      var json =
          request.type() == PatchType.APPLY ? YamlCodec.toJson(request.patch()) : request.patch();
      return JsonCodec.parse(json);
    } catch (DecodeException e) {
      throw request.type() == PatchType.APPLY
          ? Refusals.badRequest("error decoding YAML: " + e.getMessage())
          : undecodable(e.getMessage());
    }
  }

  private static ObjectNode requireObject(JsonNode patch) {
    if (patch instanceof ObjectNode object) {
      return object;
    }
    throw undecodable(
        "json: cannot unmarshal %s into Go value of type map[string]interface {}"
            .formatted(
                switch (patch.getNodeType()) {
                  case ARRAY -> "array";
                  case STRING -> "string";
                  case NUMBER -> "number";
                  case BOOLEAN -> "bool";
                  default -> "null";
                }));
  }

  private static ApiException undecodable(String why) {
    return Refusals.badRequest("error decoding patch: " + why);
  }

  private static Message decoded(
      JsonNode patched,
      ApiRequest.Patch request,
      KindType kind,
      JsonNode patch,
      Consumer<String> warnings) {
    var validation = request.options().validation();
    try {
      var decoded = JsonCodec.read(patched, kind, validation);
      if (validation == FieldValidation.WARN) {
        decoded.warnings().forEach(warnings);
      }
      return decoded.object();
    } catch (DecodeException e) {
      throw unfit(patched, request.type(), kind, patch, e.getMessage());
    }
  }

  /// The patch makes something of the object that it cannot be.
  private static ApiException unfit(
      JsonNode patched, PatchType type, KindType kind, JsonNode patch, String why) {
    var strategic = type == PatchType.STRATEGIC;
    var value =
        strategic
            ? GoFormat.of(patch)
            : new String(JsonCodec.toJson(patched), StandardCharsets.UTF_8);
    return Refusals.invalidPatch(
        FieldError.invalid(
            FieldPath.of("patch"), value, strategic ? GoFormat.conversion(why) : why));
  }
}
