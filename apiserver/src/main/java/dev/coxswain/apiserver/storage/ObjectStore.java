package dev.coxswain.apiserver.storage;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.storage.Storage.Entry;
import dev.coxswain.apiserver.storage.Storage.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Single objects of one resource in the store: reads that are never stale, and guarded writes.
public final class ObjectStore {
  private final Storage storage;
  private final ResourceType requested;
  private final ResourceType stored;
  private final OwnWrites writes;

  /// @param requested the version that callers speak; what is stored may be another
  public ObjectStore(Storage storage, ResourceType requested) {
    this(storage, requested, new OwnWrites());
  }

  /// @param writes where those learn of what is written here who follow the changes of the store
  public ObjectStore(Storage storage, ResourceType requested, OwnWrites writes) {
    this.writes = writes;
    this.storage = storage;
    this.requested = requested;
    this.stored = Versions.stored(requested);
  }

  /// What became of a write.
  public sealed interface Result {
    record Stored(StoredObject object) implements Result {}

    /// Nothing was written.
    ///
    /// @param current what is there instead
    record Mismatch(Optional<StoredObject> current) implements Result {}
  }

  public Optional<StoredObject> fetch(String namespace, String name) {
    return storage.get(requested.storagePath(namespace, name)).map(this::object);
  }

  public Result create(String namespace, String name, Message object) {
    var key = requested.storagePath(namespace, name);
    return written(key, object, value -> storage.create(key, value, ttl()));
  }

  /// Replaces an object.
  ///
  /// @param revision of the object that is replaced
  public Result update(String namespace, String name, Message object, long revision) {
    var key = requested.storagePath(namespace, name);
    return written(key, object, value -> storage.update(key, value, revision, ttl()));
  }

  /// Removes an object.
  ///
  /// @param object as it was last; it comes back with the revision of its deletion
  public Result delete(String namespace, String name, Message object, long revision) {
    return result(storage.delete(requested.storagePath(namespace, name), revision), object);
  }

  private Result written(String key, Message object, Function<byte[], Outcome> write) {
    var value = encoded(object);
    if (!requested.kind().equals(stored.kind())) {
      return result(write.apply(value), object);
    }
    var own = writes.begin(key, stored.kind(), object, value);
    boolean done = false;
    try {
      var outcome = write.apply(value);
      done = outcome instanceof Outcome.Written;
      return outcome instanceof Outcome.Written(long revision)
          ? new Result.Stored(own.at(revision))
          : result(outcome, object);
    } finally {
      if (!done) {
        writes.giveUp(key, own);
      }
    }
  }

  private byte[] encoded(Message object) {
    return ObjectCodec.encode(stored, Versions.convert(object, stored.kind()));
  }

  private Duration ttl() {
    return Duration.ofSeconds(stored.options().getTtlSeconds());
  }

  private Result result(Outcome outcome, Message object) {
    return switch (outcome) {
      case Outcome.Written(long revision) ->
          new Result.Stored(StoredObject.stamped(requested.kind(), object, revision));
      case Outcome.Mismatch(var current) -> new Result.Mismatch(current.map(this::object));
    };
  }

  private StoredObject object(Entry entry) {
    return Versions.convert(decoded(stored, entry.value(), entry.revision()), requested.kind());
  }

  /// A value of the store as the object that it is, decoded when needed.
  public static StoredObject decoded(ResourceType stored, byte[] value, long revision) {
    return StoredObject.lazy(stored.kind(), revision, source(stored, value, revision));
  }

  static Supplier<Message> source(ResourceType stored, byte[] value, long revision) {
    return () -> ObjectCodec.decode(stored.kind(), value, revision);
  }
}
