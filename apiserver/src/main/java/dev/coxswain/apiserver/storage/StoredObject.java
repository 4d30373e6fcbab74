package dev.coxswain.apiserver.storage;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.KindType;
import java.util.Optional;
import java.util.function.Supplier;

/// An object as the API shows it, encoded at most once in each form, whoever asks and however
/// often.
///
/// Threads share it freely: two that ask at the same time may encode twice, with the same result.
public final class StoredObject {
  private static final int HEAD_BYTES = "{\"kind\":\"\",\"apiVersion\":\"\",".length();

  private final KindType kind;
  private final long revision;
  private volatile Optional<Supplier<Message>> decode;
  private volatile Message message;
  private volatile byte[] json;
  private volatile byte[] wire;
  private volatile int metadataEnd;

  private StoredObject(
      KindType kind, long revision, Optional<Supplier<Message>> decode, Message message) {
    this.kind = kind;
    this.revision = revision;
    this.decode = decode;
    this.message = message;
  }

  /// An object that is at hand.
  public static StoredObject of(KindType kind, Message message, long revision) {
    return new StoredObject(kind, revision, Optional.empty(), message);
  }

  /// An object that is decoded when somebody first looks at it.
  public static StoredObject lazy(KindType kind, long revision, Supplier<Message> decode) {
    return new StoredObject(kind, revision, Optional.of(decode), null);
  }

  /// An object that was just written: as given, with the revision as its `resourceVersion`.
  public static StoredObject stamped(KindType kind, Message message, long revision) {
    var version = Long.toString(revision);
    return of(kind, Metadata.edit(message, meta -> meta.setResourceVersion(version)), revision);
  }

  public KindType kind() {
    return kind;
  }

  /// Of the write that made it what it is; 0 if it was not stored.
  public long revision() {
    return revision;
  }

  /// The object with its `resourceVersion`.
  public Message message() {
    var known = message;
    if (known == null) {
      known = decode.orElseThrow().get();
      message = known;
    }
    return known;
  }

  /// From now on the object can be decoded again, so that it need not be kept at hand for ever.
  public void backedBy(Supplier<Message> source) {
    decode = Optional.of(source);
  }

  /// Hardly anybody will ask any more: what can be made again is let go.
  public void retire() {
    if (decode.isPresent()) {
      json = null;
      wire = null;
      message = null;
    }
  }

  public ObjectMeta metadata() {
    return Metadata.of(message());
  }

  /// The JSON text, `kind` and `apiVersion` first. Shared: not to be changed.
  public byte[] json() {
    var known = json;
    if (known == null) {
      known = JsonCodec.toJson(message());
      json = known;
    }
    return known;
  }

  /// How many bytes of [#json] say no more than `kind` and `apiVersion`; what follows is the first
  /// field.
  public int jsonFieldsAt() {
    return HEAD_BYTES + kind.kind().length() + kind.apiVersion().length();
  }

  /// Where in [#json] the value of `metadata` ends, which comes before all other fields.
  public int jsonMetadataEnd() {
    int known = metadataEnd;
    if (known == 0) {
      known = JsonSpan.endOfField(json(), jsonFieldsAt(), "metadata");
      metadataEnd = known;
    }
    return known;
  }

  /// The protobuf bytes of the object itself. Shared: not to be changed.
  public byte[] wire() {
    var known = wire;
    if (known == null) {
      known = WireCodec.toBytes(message());
      wire = known;
    }
    return known;
  }
}
