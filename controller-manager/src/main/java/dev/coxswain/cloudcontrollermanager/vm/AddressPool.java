package dev.coxswain.cloudcontrollermanager.vm;

import dev.coxswain.apimachinery.validation.Addresses;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// Ranges of IPv4 addresses to take from. Pure.
record AddressPool(List<Range> ranges) {
  private static final int BITS = 32;

  /// Addresses from the first to the last, both included.
  record Range(long first, long last) {
    Range {
      if (first > last) {
        throw new IllegalArgumentException(
            "wants a range that goes upwards, got %s-%s".formatted(text(first), text(last)));
      }
    }
  }

  AddressPool {
    ranges = List.copyOf(ranges);
  }

  /// Reads ranges such as `192.168.1.240-192.168.1.250`, `192.168.2.16/28` or `192.168.3.1`.
  ///
  /// @throws IllegalArgumentException if one of them is none
  static AddressPool parse(List<String> texts) {
    return new AddressPool(texts.stream().map(AddressPool::range).toList());
  }

  private static Range range(String text) {
    int dash = text.indexOf('-');
    if (dash >= 0) {
      return new Range(number(text.substring(0, dash)), number(text.substring(dash + 1)));
    }
    if (!text.contains("/")) {
      return new Range(number(text), number(text));
    }
    var cidr =
        Addresses.parseCidr(text)
            .filter(c -> c.address() instanceof Inet4Address)
            .orElseThrow(() -> new IllegalArgumentException("wants an IPv4 range, got " + text));
    long first = number(Addresses.text(cidr.network()));
    return new Range(first, first + (1L << (BITS - cidr.length())) - 1);
  }

  private static long number(String text) {
    var address =
        Addresses.parseIp(text.strip())
            .filter(Inet4Address.class::isInstance)
            .orElseThrow(() -> new IllegalArgumentException("wants an IPv4 address, got " + text));
    return Integer.toUnsignedLong(ByteBuffer.wrap(address.getAddress()).getInt());
  }

  private static String text(long number) {
    var bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array();
    return Addresses.text(Addresses.of(bytes));
  }

  /// Whether the pool has the address. What is no IPv4 address it has not.
  boolean contains(String address) {
    if (!Addresses.isIpv4(address) || Addresses.isMapped(address)) {
      return false;
    }
    long number = number(address);
    return ranges.stream().anyMatch(r -> r.first() <= number && number <= r.last());
  }

  /// The first address that is not taken.
  Optional<String> free(Set<String> taken) {
    return ranges.stream()
        .flatMapToLong(r -> LongStream.rangeClosed(r.first(), r.last()))
        .mapToObj(AddressPool::text)
        .filter(address -> !taken.contains(address))
        .findFirst();
  }
}
