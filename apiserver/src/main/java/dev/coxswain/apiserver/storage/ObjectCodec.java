package dev.coxswain.apiserver.storage;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Objects as etcd keeps them: an envelope around the protobuf bytes, or for some kinds JSON;
/// without `resourceVersion`, which is the revision of the key.
final class ObjectCodec {
  private ObjectCodec() {}

  /// @param object of the resource's own kind
  static byte[] encode(ResourceType resource, Message object) {
    var bare = Metadata.edit(object, meta -> meta.clearResourceVersion().clearSelfLink());
    if (resource.options().getStoredAsJson()) {
      var json = JsonCodec.toJson(bare);
      var line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    }
    return WireCodec.envelope(
        resource.storageVersion(), resource.kind().kind(), WireCodec.toBytes(bare));
  }

  /// The object with the revision as its `resourceVersion`.
  static Message decode(KindType kind, byte[] value, long revision) {
    var stored = WireCodec.isEnvelope(value) ? fromWire(kind, value) : fromJson(kind, value);
    return Metadata.edit(stored, meta -> meta.setResourceVersion(Long.toString(revision)));
  }

  private static Message fromWire(KindType kind, byte[] value) {
    try {
      var raw = WireCodec.parseEnvelope(value).getRaw();
      return kind.prototype().newBuilderForType().mergeFrom(raw).build();
    } catch (InvalidProtocolBufferException e) {
      throw new StorageException("wants a stored " + kind.kind() + ", got other bytes", e);
    }
  }

  private static Message fromJson(KindType kind, byte[] value) {
    if (value.length == 0 || value[0] != '{') {
      var start = new String(value, 0, Math.min(16, value.length), StandardCharsets.UTF_8);
      throw new StorageException(
          "wants a stored " + kind.kind() + ", got a value that starts with " + start, null);
    }
    return JsonCodec.read(value, kind, FieldValidation.IGNORE).object();
  }
}
