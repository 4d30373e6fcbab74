package dev.coxswain.apiserver.rest;

import com.google.protobuf.CodedOutputStream;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.storage.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Lists, put together from the bytes that each object is encoded in anyway.
final class ListBody {
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

  /// Items of a list don't repeat `kind` and `apiVersion`.
  static byte[] json(ApiResponse.Many many) {
    var kind = many.resource().listKind();
    int size = 256;
    for (var item : many.items()) {
      size += item.json().length + 1;
    }
    var out = new ByteArrayOutputStream(size);
    out.writeBytes(ascii(head(kind)));
    out.writeBytes(ascii("\"metadata\":"));
    out.writeBytes(JsonCodec.toJson(metadata(many)));
    out.writeBytes(ascii(",\"items\":["));
    boolean first = true;
    for (var item : many.items()) {
      if (!first) {
        out.write(',');
      }
      first = false;
      writeUntyped(item, out);
    }
    out.writeBytes(ascii("]}"));
    return out.toByteArray();
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

  private static void writeUntyped(StoredObject item, ByteArrayOutputStream out) {
    var json = item.json();
    int skipped = ascii(head(item.kind())).length;
    out.write('{');
    out.write(json, skipped, json.length - skipped);
  }

  /// What the JSON of every object of a kind starts with.
  private static String head(KindType kind) {
    return "{\"kind\":\"%s\",\"apiVersion\":\"%s\",".formatted(kind.kind(), kind.apiVersion());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
