package dev.coxswain.apiserver.allocation;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.RangeAllocation;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Which ports of a range are taken: one bit for each, as a big number with its highest byte first.
record PortBits(PortRange range, BigInteger bits) {
  private static final int MIN_STATIC = 16;
  private static final int MAX_STATIC = 128;

  static PortBits empty(PortRange range) {
    return new PortBits(range, BigInteger.ZERO);
  }

  /// What another range had taken is forgotten; the repair finds it again.
  static PortBits of(PortRange range, RangeAllocation stored) {
    return stored.getRange().equals(range.toString())
        ? new PortBits(range, new BigInteger(1, stored.getData().toByteArray()))
        : empty(range);
  }

  RangeAllocation write(RangeAllocation stored) {
    var bytes = bits.toByteArray();
    int sign = bytes.length > 0 && bytes[0] == 0 ? 1 : 0;
    return stored.toBuilder()
        .setRange(range.toString())
        .setData(ByteString.copyFrom(Arrays.copyOfRange(bytes, sign, bytes.length)))
        .build();
  }

  boolean isTaken(int port) {
    return range.contains(port) && bits.testBit(port - range.first());
  }

  PortBits with(int port) {
    return new PortBits(range, bits.setBit(port - range.first()));
  }

  PortBits without(int port) {
    return range.contains(port) ? new PortBits(range, bits.clearBit(port - range.first())) : this;
  }

  Set<Integer> taken() {
    var ports = new TreeSet<Integer>();
    for (int i = 0; i < range.size(); i++) {
      if (bits.testBit(i)) {
        ports.add(range.first() + i);
      }
    }
    return ports;
  }

  /// A free port: one above the part that is left to those who ask, while there is one; empty when
  /// all are taken.
  Optional<Integer> free(RandomGenerator random) {
    int reserved = Math.min(Math.max(MIN_STATIC, range.size() / 32), MAX_STATIC);
    int start = reserved < range.size() ? random.nextInt(reserved, range.size()) : 0;
    for (int i = 0; i < range.size(); i++) {
      int offset = wrapped(start, i, reserved);
      if (!bits.testBit(offset)) {
        return Optional.of(range.first() + offset);
      }
    }
    return Optional.empty();
  }

  /// From `start` up, then from the end of the reserved part to `start`, then the reserved part.
  private int wrapped(int start, int step, int reserved) {
    if (reserved >= range.size()) {
      return step;
    }
    int dynamic = range.size() - reserved;
    return step < dynamic ? reserved + (start - reserved + step) % dynamic : step - dynamic;
  }
}
