package dev.coxswain.apiserver.registry.warnings;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.Secret;
import java.util.List;

/// Warnings about secrets that should hold a certificate and its key.
public final class KeyPairs {
  private KeyPairs() {}

  public static List<String> warnings(Secret secret) {
    if (!secret.getType().equals("kubernetes.io/tls")) {
      return List.of();
    }
    if (!holds(secret, "tls.crt", "-----BEGIN CERTIFICATE-----")) {
      return List.of("tls: failed to find any PEM data in certificate input");
    }
    return holds(secret, "tls.key", "PRIVATE KEY-----")
        ? List.of()
        : List.of("tls: failed to find any PEM data in key input");
  }

  private static boolean holds(Secret secret, String key, String mark) {
    return secret.getDataOrDefault(key, ByteString.EMPTY).toStringUtf8().contains(mark);
  }
}
