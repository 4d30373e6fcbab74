package dev.coxswain.apiserver.allocation;

import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Addresses.Cidr;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.random.RandomGenerator;

/// A block of addresses for services. The block's own address is never given out, nor an IPv4
/// block's broadcast address.
public final class AddressRange {
  private static final long MIN_STATIC = 16;
  private static final long MAX_STATIC = 256;

  private final Cidr block;
  private final BigInteger base;
  private final int bytes;
  private final long size;

  private AddressRange(Cidr block, BigInteger base, int bytes, long size) {
    this.block = block;
    this.base = base;
    this.bytes = bytes;
    this.size = size;
  }

  /// Reads `10.96.0.0/16`.
  ///
  /// @throws IllegalArgumentException if the text is no block or too small a one
  public static AddressRange parse(String cidr) {
    var block =
        Addresses.parseCidr(cidr)
            .orElseThrow(
                () -> new IllegalArgumentException("wants a block of addresses, got " + cidr));
    var address = block.address().getAddress();
    int hostBits = Math.min(address.length * 8 - block.length(), 62);
    long addresses = 1L << hostBits;
    long usable = addresses - (block.address() instanceof Inet4Address ? 2 : 1);
    if (usable < 1) {
      throw new IllegalArgumentException("wants room for services, got " + cidr);
    }
    var network = new BigInteger(1, block.network().getAddress());
    return new AddressRange(block, network.add(BigInteger.ONE), address.length, usable);
  }

  /// `IPv4` or `IPv6`.
  public String family() {
    return bytes == 4 ? "IPv4" : "IPv6";
  }

  public boolean contains(String address) {
    return Addresses.parseIp(address)
        .map(InetAddress::getAddress)
        .filter(b -> b.length == bytes)
        .map(b -> new BigInteger(1, b).subtract(base))
        .filter(offset -> offset.signum() >= 0)
        .filter(offset -> offset.compareTo(BigInteger.valueOf(size)) < 0)
        .isPresent();
  }

  /// Whether the address is in the block, be it for services or not.
  boolean covers(String address) {
    return Addresses.parseIp(address)
        .filter(a -> a.getAddress().length == bytes)
        .filter(a -> new Cidr(a, block.length()).network().equals(block.network()))
        .isPresent();
  }

  /// `10.96.0.0/16`.
  @Override
  public String toString() {
    return block.text();
  }

  long size() {
    return size;
  }

  /// @param offset from 0 for the first usable address
  String address(long offset) {
    var number = base.add(BigInteger.valueOf(offset)).toByteArray();
    var full = new byte[bytes];
    int skip = Math.max(0, number.length - bytes);
    int length = number.length - skip;
    System.arraycopy(number, skip, full, bytes - length, length);
    return Addresses.text(Addresses.of(full));
  }

  /// Where addresses that nobody asked for are looked for first: above the small part that is left
  /// for those who ask.
  long randomOffset(RandomGenerator random) {
    long reserved = Math.min(Math.max(MIN_STATIC, size / 16), MAX_STATIC);
    return reserved >= size ? random.nextLong(size) : random.nextLong(reserved, size);
  }
}
