package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.apply.ServerSideApply;
import dev.coxswain.apimachinery.apply.Writer;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.patch.GoConversion;
import dev.coxswain.apimachinery.schema.Schemas;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Server-side apply, which also says who owns what afterwards.
record ApplyPatch(ApiRequest.Patch request, KindType kind, Writer writer, Consumer<String> warnings)
    implements Updates.Change {

  static ApplyPatch of(
      ApiRequest.Patch request, KindType kind, Writer writer, Consumer<String> warnings) {
    return new ApplyPatch(request, kind, writer.in(kind.gvk().apiVersion()), warnings);
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
    var document = document();
    var applied = applied(document.tree());
    var result = ServerSideApply.apply(shown, applied, writer, request.force());
    var object = readable(result.object(), applied);
    complain(document.duplicates());
    return Metadata.edit(
        object, meta -> meta.clearManagedFields().addAllManagedFields(result.managedFields()));
  }

  private Message readable(JsonNode merged, JsonNode applied) {
    try {
      return JsonCodec.read(merged, kind, FieldValidation.IGNORE).object();
    } catch (DecodeException e) {
      var mismatch = GoConversion.firstMismatch(merged, Schemas.of(kind.descriptor()));
      throw ServerSideApply.unconvertible(applied, mismatch.orElseGet(e::getMessage));
    }
  }

  private void complain(List<String> duplicates) {
    if (duplicates.isEmpty()) {
      return;
    }
    switch (request.options().validation()) {
      case IGNORE -> {}
      case WARN -> duplicates.forEach(warnings);
      case STRICT ->
          throw Refusals.badRequest(
              "error strict decoding YAML: error converting YAML to JSON: "
                  + BodyDecoder.unmarshalErrors(duplicates));
    }
  }

  @Override
  public boolean booked() {
    return true;
  }

  private YamlCodec.Document document() {
    try {
      return YamlCodec.read(request.patch());
    } catch (DecodeException e) {
      throw undecodable("error converting YAML to JSON: " + e.getMessage());
    }
  }

  private static ObjectNode applied(JsonNode tree) {
    return switch (tree) {
      case ObjectNode object -> object;
      case NullNode _ -> JsonNodeFactory.instance.objectNode();
      default ->
          throw undecodable(
              "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal %s into Go value of type map[string]interface {}"
                  .formatted(found(tree)));
    };
  }

  /// What Go calls a value that is no object.
  private static String found(JsonNode tree) {
    return tree.isBoolean() ? "bool" : tree.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static ApiException undecodable(String why) {
    return Refusals.badRequest("error decoding YAML: " + why);
  }
}
