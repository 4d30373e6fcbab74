package dev.coxswain.apiserver.rest;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.PartialObjectMetadataList;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.MediaType;
import dev.coxswain.apiserver.rest.Forms.Form;
import dev.coxswain.apiserver.rest.Forms.Shape;
import dev.coxswain.apiserver.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Answers as bytes, in the form that the client accepts.
final class Encoder {
  private static final Scheme SCHEME = Scheme.kubernetes();

  private final Tables tables;
  private final Form form;
  private final Tables.Include include;
  private final boolean pretty;

  Encoder(Tables tables, Form form, Tables.Include include, boolean pretty) {
    this.tables = tables;
    this.form = form;
    this.include = include;
    this.pretty = pretty;
  }

  Form form() {
    return form;
  }

  /// An object that no table is made of, such as a `Status`.
  byte[] message(Message message) {
    return switch (form.mediaType()) {
      case JSON -> line(JsonCodec.toJson(message));
      case YAML -> YamlCodec.toYaml(message).getBytes(StandardCharsets.UTF_8);
      case PROTOBUF -> WireCodec.envelope(SCHEME.kindOf(message), message);
    };
  }

  byte[] object(ResourceType resource, StoredObject object) {
    if (form.shape() == Shape.TABLE) {
      return text(table(resource, object, true));
    }
    if (form.shape() == Shape.METADATA_LIST) {
      throw notAcceptable("PartialObjectMetadataList", "not a list", object.kind(), "");
    }
    if (form.shape() == Shape.METADATA) {
      return message(Tables.metadataOf(object));
    }
    return switch (form.mediaType()) {
      case JSON -> line(object.json());
      case YAML -> YamlCodec.toYaml(object.message()).getBytes(StandardCharsets.UTF_8);
      case PROTOBUF -> WireCodec.envelope(object.kind(), object.wire());
    };
  }

  /// @param suffix of the type's name in Go
  private static ApiException notAcceptable(
      String wanted, String found, KindType kind, String suffix) {
    var group = kind.gvk().group();
    var type = (group.isEmpty() ? "core" : group.split("\\.", 2)[0]) + "." + kind.kind() + suffix;
    return ApiException.of(
        new Refusal.NotAcceptable(
            "you requested %s, but the requested object is %s (*%s)"
                .formatted(wanted, found, type)));
  }

  byte[] list(ApiResponse.Many many) {
    return switch (form.shape()) {
      case TABLE ->
          text(tables.json(many.resource(), ListBody.metadata(many), many.items(), include, true));
      case METADATA ->
          throw notAcceptable("PartialObjectMetadata", "a list", many.resource().kind(), "List");
      case METADATA_LIST ->
          message(
              PartialObjectMetadataList.newBuilder()
                  .setMetadata(ListBody.metadata(many))
                  .addAllItems(many.items().stream().map(Tables::metadataOf).toList())
                  .build());
      case WHOLE -> wholeList(many);
    };
  }

  /// The JSON text of an event's object in the shape asked for.
  ///
  /// @param headers whether a table names its columns
  byte[] eventJson(ResourceType resource, StoredObject object, boolean headers) {
    return switch (form.shape()) {
      case WHOLE -> object.json();
      case TABLE -> table(resource, object, headers);
      case METADATA, METADATA_LIST -> JsonCodec.toJson(Tables.metadataOf(object));
    };
  }

  private byte[] table(ResourceType resource, StoredObject object, boolean headers) {
    var metadata =
        ListMeta.newBuilder().setResourceVersion(object.metadata().getResourceVersion()).build();
    return object.kind().equals(resource.kind())
        ? tables.json(resource, metadata, List.of(object), include, headers)
        : tables.subresourceJson(metadata, object, include, headers);
  }

  /// What exists as JSON only; there are no tables in protobuf.
  private byte[] text(byte[] json) {
    return form.mediaType() == MediaType.YAML
        ? YamlCodec.toYaml(JsonCodec.parse(json)).getBytes(StandardCharsets.UTF_8)
        : line(json);
  }

  private byte[] wholeList(ApiResponse.Many many) {
    return switch (form.mediaType()) {
      case JSON -> pretty ? line(ListBody.json(many)) : ListBody.json(many);
      case YAML ->
          YamlCodec.toYaml(JsonCodec.parse(ListBody.json(many))).getBytes(StandardCharsets.UTF_8);
      case PROTOBUF -> ListBody.protobuf(many);
    };
  }

  private byte[] line(byte[] json) {
    var text = pretty ? PrettyJson.indent(json) : json;
    var line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  String contentType() {
    return form.mediaType().text();
  }

  boolean isProtobuf() {
    return form.mediaType() == MediaType.PROTOBUF;
  }
}
