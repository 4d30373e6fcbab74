package dev.coxswain.apiserver.rest;

import com.google.protobuf.CodedOutputStream;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apiserver.request.ApiResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Lists, put together from the bytes that each object is encoded in anyway.
final class ListBody {
  private static final byte[] JSON_END = ascii("]}\n");
  private static final int METADATA_FIELD = 1;
  private static final int ITEMS_FIELD = 2;

  private ListBody() {}

  static ListMeta metadata(ApiResponse.Many many) {
    var metadata =
        ListMeta.newBuilder()
            .setResourceVersion(many.resourceVersion())
            .setContinue(many.continueToken());
    many.remaining().ifPresent(metadata::setRemainingItemCount);
    return metadata.build();
  }

  /// A line of text. Items of a list don't repeat `kind` and `apiVersion`.
  static byte[] json(ApiResponse.Many many) {
    var head = jsonHead(many);
    int size = head.length + JSON_END.length + Math.max(0, many.items().size() - 1);
    for (var item : many.items()) {
      size += item.json().length - item.jsonFieldsAt() + 1;
    }
    var text = ByteBuffer.allocate(size).put(head);
    boolean first = true;
    for (var item : many.items()) {
      if (!first) {
        text.put((byte) ',');
      }
      first = false;
      int from = item.jsonFieldsAt();
      text.put((byte) '{').put(item.json(), from, item.json().length - from);
    }
    return text.put(JSON_END).array();
  }

  private static byte[] jsonHead(ApiResponse.Many many) {
    var kind = many.resource().listKind();
    var head = new ByteArrayOutputStream(256);
    head.writeBytes(
        ascii(
            "{\"kind\":\"%s\",\"apiVersion\":\"%s\",\"metadata\":"
                .formatted(kind.kind(), kind.apiVersion())));
    head.writeBytes(JsonCodec.toJson(metadata(many)));
    head.writeBytes(ascii(",\"items\":["));
    return head.toByteArray();
  }

  static byte[] protobuf(ApiResponse.Many many) {
    var metadata = WireCodec.toBytes(metadata(many));
    int size = sizeOf(METADATA_FIELD, metadata);
    for (var item : many.items()) {
      size += sizeOf(ITEMS_FIELD, item.wire());
    }
    var raw = new byte[size];
    var out = CodedOutputStream.newInstance(raw);
    try {
      out.writeByteArray(METADATA_FIELD, metadata);
      for (var item : many.items()) {
        out.writeByteArray(ITEMS_FIELD, item.wire());
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return WireCodec.envelope(many.resource().listKind(), raw);
  }

  private static int sizeOf(int field, byte[] bytes) {
    return CodedOutputStream.computeByteArraySize(field, bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
