package dev.coxswain.kubeproxy.iptables;

import dev.coxswain.kubeproxy.rules.Endpoint;
import dev.coxswain.kubeproxy.rules.ServicePort;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Names of the chains that belong to one service port or endpoint.
///
/// A chain name holds at most 28 characters, so what it stands for is hashed into 16 of them (80
/// bits).
final class ChainName {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int HASH_LENGTH = 16;

  private ChainName() {}

  /// Balances over the endpoints that traffic inside the cluster may use.
  static String cluster(ServicePort port) {
    return "KUBE-SVC-" + hash(describe(port));
  }

  /// Balances over the endpoints that a `Local` policy leaves.
  static String local(ServicePort port) {
    return "KUBE-SVL-" + hash(describe(port));
  }

  /// Receives traffic from outside the cluster.
  static String external(ServicePort port) {
    return "KUBE-EXT-" + hash(describe(port));
  }

  /// Rewrites the destination to one endpoint.
  static String endpoint(ServicePort port, Endpoint endpoint) {
    return "KUBE-SEP-" + hash(describe(port) + "|" + endpoint.socket());
  }

  private static String describe(ServicePort port) {
    return port.id() + "|" + port.protocol();
  }

  private static String hash(String text) {
    byte[] digest = sha256(text);
    var name = new StringBuilder(HASH_LENGTH);
    for (int i = 0; i < HASH_LENGTH; i++) {
      name.append(BASE32.charAt(fiveBits(digest, i * 5)));
    }
    return name.toString();
  }

  private static int fiveBits(byte[] bytes, int from) {
    int pair = (bytes[from / 8] & 0xff) << 8 | (bytes[from / 8 + 1] & 0xff);
    return pair >> (11 - from % 8) & 0x1f;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
