package dev.coxswain.apiserver.allocation;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.coxswain.api.core.v1.RangeAllocation;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.Storage.Entry;
import dev.coxswain.apiserver.storage.Storage.Outcome;
import dev.coxswain.apiserver.storage.StorageException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Takes ports by setting their bits in one stored value, which is replaced only as it was read.
final class NodePorts {
  static final String KEY = "/registry/ranges/servicenodeports";

  private final Storage storage;
  private final PortRange range;
  private final RandomGenerator random;

  NodePorts(Storage storage, PortRange range, RandomGenerator random) {
    this.storage = storage;
    this.range = range;
    this.random = random;
  }

  PortRange range() {
    return range;
  }

  /// Whether the port was free and is taken now.
  boolean take(int port) {
    return change(bits -> bits.isTaken(port) ? Optional.empty() : Optional.of(bits.with(port)))
        .isPresent();
  }

  boolean isFree(int port) {
    return !read().bits().isTaken(port);
  }

  /// Some free port; empty when there is none.
  Optional<Integer> takeAny() {
    var chosen = new int[1];
    return change(
            bits -> {
              var free = bits.free(random);
              free.ifPresent(port -> chosen[0] = port);
              return free.map(bits::with);
            })
        .map(_ -> chosen[0]);
  }

  /// A free port without taking it.
  Optional<Integer> anyFree() {
    return read().bits().free(random);
  }

  void release(Collection<Integer> ports) {
    if (!ports.isEmpty()) {
      change(bits -> {
        var fewer = bits;
        for (int port : ports) {
          fewer = fewer.without(port);
        }
        return fewer.equals(bits) ? Optional.empty() : Optional.of(fewer);
      });
    }
  }

  /// Replaces the bits by what the edit makes of them, again and again until nobody came between;
  /// not at all if it makes nothing of them.
  Optional<PortBits> change(Function<PortBits, Optional<PortBits>> edit) {
    while (true) {
      var before = read();
      var after = edit.apply(before.bits());
      if (after.isEmpty() || write(before, after.get())) {
        return after;
      }
    }
  }

  PortBits current() {
    return read().bits();
  }

  private record Stored(Optional<Entry> entry, RangeAllocation allocation, PortBits bits) {}

  private Stored read() {
    var entry = storage.get(KEY);
    var allocation = entry.map(NodePorts::decode).orElse(RangeAllocation.getDefaultInstance());
    return new Stored(entry, allocation, PortBits.of(range, allocation));
  }

  private boolean write(Stored before, PortBits bits) {
    var value =
        WireCodec.envelope(
            "v1", "RangeAllocation", WireCodec.toBytes(bits.write(before.allocation())));
    var outcome =
        before.entry().isPresent()
            ? storage.update(KEY, value, before.entry().get().revision(), Duration.ZERO)
            : storage.create(KEY, value, Duration.ZERO);
    return outcome instanceof Outcome.Written;
  }

  private static RangeAllocation decode(Entry entry) {
    try {
      return RangeAllocation.parseFrom(WireCodec.parseEnvelope(entry.value()).getRaw());
    } catch (InvalidProtocolBufferException e) {
      throw new StorageException("wants a RangeAllocation under " + KEY, e);
    }
  }
}
