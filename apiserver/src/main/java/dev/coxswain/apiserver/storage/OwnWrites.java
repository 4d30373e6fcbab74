package dev.coxswain.apiserver.storage;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What this server is writing, by key: when it comes back as a change, the object is known and
/// needs no decoding, and who wrote it and who watches it share one encoding.
public final class OwnWrites {
  private static final int MAX = 1024;

  private final ConcurrentMap<String, Written> underway = new ConcurrentHashMap<>();

  /// A write whose outcome is open.
  static final class Written {
    private final KindType kind;
    private final Message object;
    private final byte[] value;
    private StoredObject stored;

    private Written(KindType kind, Message object, byte[] value) {
      this.kind = kind;
      this.object = object;
      this.value = value;
    }

    /// The object, stored with this revision; the same for everybody who asks.
    synchronized StoredObject at(long revision) {
      if (stored == null) {
        var canonical = WireCodec.canonical(object, object.getDefaultInstanceForType());
        stored = StoredObject.stamped(kind, canonical, revision);
      }
      return stored;
    }
  }

  /// @param value what the store is going to keep
  Written begin(String key, KindType kind, Message object, byte[] value) {
    var written = new Written(kind, object, value);
    if (underway.size() < MAX) {
      underway.put(key, written);
    }
    return written;
  }

  /// Nothing was written, as far as is known.
  void giveUp(String key, Written write) {
    underway.remove(key, write);
  }

  /// The object that this change made, if it was written here.
  public Optional<StoredObject> claim(
      ResourceType stored, String key, byte[] value, long revision) {
    var write = underway.get(key);
    if (write == null || !Arrays.equals(write.value, value) || !underway.remove(key, write)) {
      return Optional.empty();
    }
    var object = write.at(revision);
    object.backedBy(ObjectStore.source(stored, value, revision));
    return Optional.of(object);
  }

  /// Changes have been missed: what they made was listed.
  public void forget() {
    underway.clear();
  }
}
