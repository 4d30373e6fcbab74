package dev.coxswain.apiserver.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.request.MediaType;
import dev.coxswain.apiserver.rest.Forms.Shape;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.WatchItem;

/// The events of one watch as bytes: lines of JSON, or protobuf with the length before each.
final class WatchFormat {
  private static final byte[] JSON_TYPE = "{\"type\":\"".getBytes(US_ASCII);
  private static final byte[] JSON_OBJECT = "\",\"object\":".getBytes(US_ASCII);
  private static final byte[] JSON_END = "}\n".getBytes(US_ASCII);

  private final ResourceType resource;
  private final Encoder encoder;
  private boolean headers = true;

  private WatchFormat(ResourceType resource, Encoder encoder) {
    this.resource = resource;
    this.encoder = encoder;
  }

  /// @throws ApiException.NotAcceptable for an encoding that does not tell where an event ends
  static WatchFormat of(ResourceType resource, Encoder encoder) {
    if (encoder.form().mediaType() == MediaType.YAML) {
      throw ApiException.of(new Refusal.NotAcceptable(Forms.ACCEPTED + Forms.STREAMED_TYPES));
    }
    return new WatchFormat(resource, encoder);
  }

  String contentType() {
    return encoder.isProtobuf() ? encoder.contentType() + ";stream=watch" : "application/json";
  }

  byte[] frame(WatchItem item) {
    return encoder.isProtobuf()
        ? WireCodec.watchFrame(item.typeName(), protobuf(item))
        : Bytes.concat(
            JSON_TYPE, item.typeName().getBytes(US_ASCII), JSON_OBJECT, json(item), JSON_END);
  }

  private byte[] json(WatchItem item) {
    return switch (item) {
      case WatchItem.Failure failure -> JsonCodec.toJson(failure.status());
      case WatchItem.Event event -> encoder.eventJson(resource, event.object(), takeHeaders());
    };
  }

  private byte[] protobuf(WatchItem item) {
    return switch (item) {
      case WatchItem.Failure failure ->
          WireCodec.envelope(Scheme.kubernetes().kindOf(failure.status()), failure.status());
      case WatchItem.Event event -> protobuf(event.object());
    };
  }

  private byte[] protobuf(StoredObject object) {
    if (encoder.form().shape() == Shape.WHOLE) {
      return WireCodec.envelope(object.kind(), object.wire());
    }
    var message = Tables.metadataOf(object);
    return WireCodec.envelope(Scheme.kubernetes().kindOf(message), message);
  }

  /// Columns are named in the first event only.
  private boolean takeHeaders() {
    boolean first = headers;
    headers = false;
    return first;
  }
}
