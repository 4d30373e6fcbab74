package dev.coxswain.apimachinery.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.coxswain.api.runtime.TypeMeta;
import dev.coxswain.api.runtime.Unknown;
import dev.coxswain.apimachinery.scheme.KindType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Protobuf with the very bytes that Kubernetes writes, for clients and for etcd.
///
/// To read them, ordinary protobuf parsing does.
public final class WireCodec {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final ByteString MAGIC_STRING = ByteString.copyFrom(MAGIC);

  private WireCodec() {}

  /// The message alone: every scalar and struct is written even when empty, maps are sorted by key.
  public static byte[] toBytes(Message message) {
    return WireWriter.write(message);
  }

  /// Whether both are the same object: an unset struct is an empty one, and maps have no order.
  public static boolean equivalent(Message a, Message b) {
    return a.equals(b)
        || (a.getDescriptorForType().equals(b.getDescriptorForType())
            && CanonicalForm.equivalent(a, b, MessagePlan.of(a.getDescriptorForType())));
  }

  /// The message as it would be read from its own bytes: unset structs are set and empty, unknown
  /// fields are gone. Equivalent messages then are equal.
  ///
  /// @param known has this form already; what the message shares with it need not be looked at
  public static Message canonical(Message message, Message known) {
    return CanonicalForm.of(message, known, MessagePlan.of(message.getDescriptorForType()));
  }

  /// A message of this kind as it goes over HTTP and into etcd: magic bytes and `runtime.Unknown`.
  public static byte[] envelope(KindType kind, byte[] raw) {
    return envelope(kind.apiVersion(), kind.kind(), raw);
  }

  /// Like [#envelope(KindType,byte[])], for an `apiVersion` that differs from the kind's own.
  public static byte[] envelope(String apiVersion, String kind, byte[] raw) {
    var unknown =
        Unknown.newBuilder()
            .setTypeMeta(TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
            .setRaw(ByteString.copyFrom(raw))
            .build();
    return WireWriter.write(unknown, MAGIC);
  }

  /// The envelope of a whole object.
  public static byte[] envelope(KindType kind, Message message) {
    return envelope(kind, toBytes(message));
  }

  /// What an envelope holds.
  ///
  /// @throws DecodeException if the bytes are no envelope
  public static Unknown parseEnvelope(byte[] bytes) {
    if (bytes.length == 0) {
      throw new DecodeException("empty data");
    }
    if (!isEnvelope(bytes)) {
      throw new DecodeException(
          "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    }
    if (bytes.length == MAGIC.length) {
      throw new DecodeException("empty body");
    }
    try {
      return Unknown.parseFrom(ByteBuffer.wrap(bytes, MAGIC.length, bytes.length - MAGIC.length));
    } catch (InvalidProtocolBufferException e) {
      throw new DecodeException(e.getMessage(), e);
    }
  }

  public static boolean isEnvelope(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static boolean isEnvelope(ByteString bytes) {
    return bytes.startsWith(MAGIC_STRING);
  }

  /// One frame of a protobuf watch stream.
  ///
  /// @param type such as `ADDED`
  /// @param object the envelope of the object
  public static byte[] watchFrame(String type, byte[] object) {
    var event =
        dev.coxswain.api.meta.v1.WatchEvent.newBuilder()
            .setType(type)
            .setObject(
                dev.coxswain.api.runtime.RawExtension.newBuilder()
                    .setRaw(ByteString.copyFrom(object)))
            .build();
    var bytes = toBytes(event);
    return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }
}
