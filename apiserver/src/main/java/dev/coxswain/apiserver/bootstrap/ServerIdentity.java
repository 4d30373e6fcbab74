package dev.coxswain.apiserver.bootstrap;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Who and where this API server is.
///
/// @param advertise the address under which the others reach it
/// @param securePort of the REST front
/// @param serviceCidr such as `10.96.0.0/16`; the service `kubernetes` gets its first address
/// @param hostname of the machine
/// @param instance differs between two runs on the same machine
public record ServerIdentity(
    InetAddress advertise, int securePort, String serviceCidr, String hostname, String instance) {

  /// Whether other machines can reach it.
  boolean isReachable() {
    return !advertise.isLoopbackAddress();
  }

  /// The first address of the service range that can be used.
  String firstServiceAddress() {
    var network = serviceCidr.substring(0, serviceCidr.indexOf('/'));
    try {
      var bytes = InetAddress.ofLiteral(network).getAddress();
      var next = new BigInteger(1, bytes).add(BigInteger.ONE).toByteArray();
      var padded = new byte[bytes.length];
      int length = Math.min(next.length, padded.length);
      System.arraycopy(next, next.length - length, padded, padded.length - length, length);
      return InetAddress.getByAddress(padded).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("wants a service range, got " + serviceCidr, e);
    }
  }
}
