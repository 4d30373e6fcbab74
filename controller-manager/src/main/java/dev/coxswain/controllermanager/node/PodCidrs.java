package dev.coxswain.controllermanager.node;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Cuts the cluster's address range into one piece per node. Pure.
///
/// @param network the first address of the range
/// @param prefix how many bits of it are fixed
/// @param nodePrefix the same for the range of one node
public record PodCidrs(int network, int prefix, int nodePrefix) {
  private static final int BITS = 32;

  public PodCidrs {
    if (prefix < 1 || nodePrefix < prefix || nodePrefix > BITS) {
      throw new IllegalArgumentException(
          "wants 1 <= cluster prefix <= node prefix <= 32, got " + prefix + " and " + nodePrefix);
    }
  }

  /// Reads such as `10.244.0.0/16`.
  public static PodCidrs parse(String cidr, int nodePrefix) {
    int slash = cidr.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("wants an IPv4 range such as 10.244.0.0/16, got " + cidr);
    }
    int prefix = Integer.parseInt(cidr.substring(slash + 1));
    var address = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
    if (address.length != Integer.BYTES) {
      throw new IllegalArgumentException("wants an IPv4 range such as 10.244.0.0/16, got " + cidr);
    }
    int network = 0;
    for (byte b : address) {
      network = network << Byte.SIZE | (b & 0xff);
    }
    return new PodCidrs(network & -1 << (BITS - prefix), prefix, nodePrefix);
  }

  /// The lowest piece that nobody has.
  public Optional<String> free(Collection<String> taken) {
    var used = new HashSet<>(taken);
    long pieces = 1L << (nodePrefix - prefix);
    for (long i = 0; i < pieces; i++) {
      var piece = text(network + (int) (i << (BITS - nodePrefix)));
      if (!used.contains(piece)) {
        return Optional.of(piece);
      }
    }
    return Optional.empty();
  }

  private String text(int address) {
    List<String> parts = new ArrayList<>();
    for (int shift = BITS - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      parts.add(Integer.toString(address >>> shift & 0xff));
    }
    return String.join(".", parts) + "/" + nodePrefix;
  }
}
