package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.http.BodyStream;
import dev.coxswain.apiserver.request.MediaType;
import dev.coxswain.apiserver.rest.Forms.Shape;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// The events of a watch, one after the other: lines of JSON, or protobuf with the length before
/// each.
final class WatchBody {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String STREAMED_TYPES =
      "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";
  private static final byte[] JSON_TYPE = ascii("{\"type\":\"");
  private static final byte[] JSON_OBJECT = ascii("\",\"object\":");
  private static final byte[] JSON_END = ascii("}\n");
  private static final int FIRST_BYTES = 8 * 1024;
  private static final int BATCH_BYTES = 64 * 1024;

  private final ResourceType resource;
  private final Encoder encoder;
  private boolean headers = true;

  private WatchBody(ResourceType resource, Encoder encoder) {
    this.resource = resource;
    this.encoder = encoder;
  }

  /// @throws ApiException.NotAcceptable for an encoding that does not tell where an event ends
  static WatchBody of(ResourceType resource, Encoder encoder) {
    if (encoder.form().mediaType() == MediaType.YAML) {
      throw ApiException.of(
          new Refusal.NotAcceptable(
              "only the following media types are accepted: " + STREAMED_TYPES));
    }
    return new WatchBody(resource, encoder);
  }

  String contentType() {
    return encoder.isProtobuf() ? encoder.contentType() + ";stream=watch" : "application/json";
  }

  /// Writes events as they come, until either side is done.
  void copy(WatchStream events, BodyStream to) throws IOException, InterruptedException {
    copy(events, to, BATCH_BYTES);
  }

  /// Like [#copy], with a write of its own for each event.
  void copyOneByOne(WatchStream events, BodyStream to) throws IOException, InterruptedException {
    copy(events, to, 1);
  }

  private void copy(WatchStream events, BodyStream to, int batchBytes)
      throws IOException, InterruptedException {
    while (to.isOpen()) {
      var first = events.next(PATIENCE);
      if (first.isPresent()) {
        to.write(batch(first.get(), events, batchBytes));
      } else if (events.isClosed()) {
        return;
      }
    }
  }

  private byte[] batch(WatchItem first, WatchStream events, int limit) throws InterruptedException {
    var bytes = new ByteArrayOutputStream(FIRST_BYTES);
    var item = Optional.of(first);
    while (item.isPresent()) {
      addFrame(item.get(), bytes);
      item = bytes.size() < limit ? events.next(Duration.ZERO) : Optional.empty();
    }
    return bytes.toByteArray();
  }

  private void addFrame(WatchItem item, ByteArrayOutputStream to) {
    if (encoder.isProtobuf()) {
      to.writeBytes(WireCodec.watchFrame(item.typeName(), protobuf(item)));
      return;
    }
    to.writeBytes(JSON_TYPE);
    to.writeBytes(ascii(item.typeName()));
    to.writeBytes(JSON_OBJECT);
    to.writeBytes(json(item));
    to.writeBytes(JSON_END);
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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
