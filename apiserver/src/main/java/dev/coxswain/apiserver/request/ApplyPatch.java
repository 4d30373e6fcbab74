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
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.List;
import java.util.function.Consumer;

/// Server-side apply, which also says who owns what afterwards.
record ApplyPatch(ApiRequest.Patch request, KindType kind, Writer writer, Consumer<String> warnings)
    implements Updates.Change {

  static ApplyPatch of(
      ApiRequest.Patch request, KindType kind, Writer writer, Consumer<String> warnings) {
    return new ApplyPatch(request, kind, writer, warnings);
  }

  /// What apply cannot do without, and what only apply can do.
  static void checkOptions(ApiRequest.Patch request) {
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

  @Override
  public Message wanted(Message shown) {
    var result = ServerSideApply.apply(shown, applied(), writer, request.force());
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

  private ObjectNode applied() {
    try {
      if (JsonCodec.parse(YamlCodec.toJson(request.patch())) instanceof ObjectNode object) {
        return object;
      }
    } catch (DecodeException e) {
      throw Refusals.badRequest("error decoding YAML: " + e.getMessage());
    }
    throw Refusals.badRequest("error decoding YAML: the document is no object");
  }
}
